/// What becomes of an episode that an error of a script ended. A deadline, a memory limit or a crash is never forgiven.
package enum ErrorRule: String, Sendable, CaseIterable {
    /// It ends the run.
    case stop
    /// Its individual gets the lowest fitness of the others.
    case worst
    /// It is played once more; if that fails too, it ends the run.
    case retry
}
