import Records

/// A run as TensorBoard's HParams dashboard sees it: a trial of some settings. Runs of one group, such as the seeds of
/// one setting, share a row there, with the mean of their last figures.
///
/// No summary of the whole experiment is written: with one, the dashboard would show its settings only, of whatever else
/// is in the log directory. Without, it gathers the columns from the runs.
/// - SeeAlso: tensorboard/plugins/hparams/plugin_data.proto, whose field numbers these are.
package struct HyperparameterSession: Sendable, Equatable {
    package enum Value: Sendable, Hashable {
        case number(Double)
        case text(String)
        case boolean(Bool)
    }

    package enum End: Int, Sendable {
        case success = 1
        case failure = 2
    }

    package static let startTag = "_hparams_/session_start_info"
    package static let endTag = "_hparams_/session_end_info"

    /// The same for runs that are to be one row.
    package let group: String
    /// The settings that the run tries; each name once.
    package let settings: [(name: String, value: Value)]

    /// - Parameter settings: Put into order of name. Numbers that are not finite are shown as texts: the dashboard drops
    ///   them.
    package init(group: String, settings: [(name: String, value: Value)]) {
        self.group = group
        self.settings = settings.sorted { $0.name < $1.name }
    }

    package static func == (one: Self, other: Self) -> Bool {
        one.group == other.group && one.settings.elementsEqual(other.settings, by: ==)
    }
}

// MARK: Messages

extension HyperparameterSession {
    /// HParamsPluginData with a SessionStartInfo. Its version, 0, is left out.
    /// - Parameter time: Seconds since 1970.
    func startContent(time: Double) -> [UInt8] {
        var content: [UInt8] = []
        content.append(3) { start in
            for setting in settings {
                start.append(1) { entry in
                    entry.append(1, setting.name)
                    entry.append(2) { setting.value.append(to: &$0) }
                }
            }
            start.append(4, group)
            start.append(5, time)
        }
        return content
    }

    /// HParamsPluginData with a SessionEndInfo.
    static func endContent(_ end: End, time: Double) -> [UInt8] {
        var content: [UInt8] = []
        content.append(4) { message in
            message.append(1, end.rawValue)
            message.append(2, time)
        }
        return content
    }
}

extension HyperparameterSession.Value {
    /// Appends the fields of a google.protobuf.Value. Which field is there says what it is, so none may be left out.
    fileprivate func append(to bytes: inout [UInt8]) {
        switch self {
        case .number(let value) where value.isFinite: bytes.append(2, value)
        case .number(let value): bytes.append(3, "\(value)")
        case .text(let value): bytes.append(3, value)
        case .boolean(let value):
            bytes.appendKey(4, .varint)
            bytes.appendVarint(value ? 1 : 0)
        }
    }
}
