import Records

/// One event of an event file.
package struct Event: Equatable, Sendable {
    package enum Content: Equatable, Sendable {
        /// The first event of a file: "brain.Event:2".
        case fileVersion(String)
        /// A writer began at the event's step.
        case sessionStart
        case summaries([Summary])
        /// Something that runs of genome-lua do not write.
        case other
    }

    /// A value of a tag.
    package struct Summary: Equatable, Sendable {
        package let tag: String
        package let value: Value

        package init(tag: String, value: Value) {
            self.tag = tag
            self.value = value
        }
    }

    package enum Value: Equatable, Sendable {
        case scalar(Float)
        case histogram(Histogram)
        case text(String)
        /// Something that runs of genome-lua do not write.
        case other
    }

    /// Seconds since 1970.
    package let wallTime: Double
    package let step: Int
    package let content: Content

    package init(wallTime: Double, step: Int, content: Content) {
        self.wallTime = wallTime
        self.step = step
        self.content = content
    }
}
