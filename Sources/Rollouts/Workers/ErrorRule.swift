/// What becomes of an episode that an error of a script ended, or that ended its worker's process twice. A deadline or a
/// script's memory limit is never forgiven.
package enum ErrorRule: String, Sendable, CaseIterable {
    /// It ends the run.
    case stop
    /// Its individual gets the lowest fitness of the others.
    case worst
    /// It is played once more; if that fails too, it ends the run.
    case retry
}
