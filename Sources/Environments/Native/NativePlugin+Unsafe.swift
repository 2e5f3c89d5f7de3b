// Invariants:
// 1. C options point to texts that live until the body that is lent them returns.
// 2. Bounds that a library shows are read before it is called again.
import CEnvironment
import Kernels

/// A native environment with the options that were chosen for it: what is fixed about it, and how to make groups.
@safe package struct NativePlugin: Sendable {
    package let library: NativeLibrary
    /// All that the library has, in its order.
    package let options: [EnvironmentOption]
    package let specification: EnvironmentSpecification
    let number: genome_number
    let layout: genome_layout

    /// - Parameters:
    ///   - name: By which it was found.
    ///   - chosen: Options in the place of defaults.
    /// - Throws: `NativeEnvironmentError` if the library has no such option, or refuses it.
    package init(
        _ library: NativeLibrary, named name: String, choosing chosen: [EnvironmentOption] = []
    ) throws(NativeEnvironmentError) {
        self.library = library
        options = try Self.options(of: library, choosing: chosen)
        var described = unsafe genome_specification()
        var failure = genome_failure()
        let result = unsafe options.lent { unsafe library.table.pointee.describe($0, &described, &failure) }
        guard result == 0 else {
            throw .failed(environment: library.path, function: "describe", words: failure.words)
        }
        let reader = unsafe NativeSpecificationReader(described, path: library.path)
        (number, layout) = (try reader.number(), try reader.layout())
        specification = EnvironmentSpecification(
            name: name,
            options: chosen,
            summary: library.summary,
            observationSpace: try reader.observationSpace(),
            actionSpace: try reader.actionSpace(),
            maxSteps: try reader.maxSteps(),
            layout: layout == GENOME_VALUE_MAJOR ? .valueMajor : .laneMajor,
            version: "\(library.path) \(library.digest)"
        )
    }

    private static func options(
        of library: NativeLibrary, choosing chosen: [EnvironmentOption]
    ) throws(NativeEnvironmentError) -> [EnvironmentOption] {
        var options = library.options
        for choice in chosen {
            guard let index = options.firstIndex(where: { $0.name == choice.name }) else {
                throw .unknownOption(path: library.path, name: choice.name, known: options.map(\.name))
            }
            guard options[index].value.accepts(choice.value) else {
                throw .wrongOption(
                    path: library.path, name: choice.name, got: "\(choice.value)", expected: options[index].value.kind)
            }
            options[index] = choice
        }
        return options
    }

    /// A group with room for `capacity` lanes, for the thread that calls it.
    /// - Throws: `NativeEnvironmentError.failed`.
    package func make(capacity: Int) throws(NativeEnvironmentError) -> NativeEnvironment {
        try NativeEnvironment(self, capacity: capacity)
    }
}

extension [EnvironmentOption] {
    /// Lends them to C.
    @unsafe func lent<Result>(_ body: (UnsafePointer<genome_option>?) -> Result) -> Result {
        let texts = map { option in
            let text = if case .text(let text) = option.value { text } else { "" }
            return (name: [CChar](option.name.utf8CString), text: [CChar](text.utf8CString))
        }
        return unsafe texts.map(\.name).joined().withLent(texts.map(\.text).joined()) { names, values in
            var (name, value) = unsafe (names, values)
            var lent: [genome_option] = unsafe []
            for (option, text) in zip(self, texts) {
                unsafe lent.append(option.inC(name: name, text: value))
                unsafe (name, value) = (name + text.name.count, value + text.text.count)
            }
            return unsafe lent.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
        }
    }
}

extension FlattenSequence<[[CChar]]> {
    /// Lends these bytes and others.
    @unsafe fileprivate func withLent<Result>(
        _ others: FlattenSequence<[[CChar]]>, _ body: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Result
    ) -> Result {
        // Never empty, so that there is an address.
        unsafe (Array(self) + [0]).withUnsafeBufferPointer { first in
            unsafe (Array(others) + [0]).withUnsafeBufferPointer { second in
                unsafe body(first.baseAddress!, second.baseAddress!)
            }
        }
    }
}

extension EnvironmentOption {
    @unsafe fileprivate func inC(name: UnsafePointer<CChar>, text: UnsafePointer<CChar>) -> genome_option {
        switch value {
        case .number(let number): unsafe genome_option(name: name, kind: GENOME_NUMBER, number: number, text: text)
        case .boolean(let truth):
            unsafe genome_option(name: name, kind: GENOME_BOOLEAN, number: truth ? 1 : 0, text: text)
        case .text: unsafe genome_option(name: name, kind: GENOME_TEXT, number: 0, text: text)
        }
    }
}

extension genome_failure {
    /// Its text, one line.
    var words: String {
        let bytes = unsafe withUnsafeBytes(of: text) { unsafe Array($0.prefix { $0 != 0 }) }
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: " ")
        return words.isEmpty ? "failed, and gives no reason" : words
    }
}

/// Reads what a library says of itself.
@safe private struct NativeSpecificationReader {
    private let described: genome_specification
    private let path: String

    /// Numbers of an observation or an action, and discrete actions.
    private static let most = 1 << 24

    init(_ described: genome_specification, path: String) {
        unsafe self.described = described
        self.path = path
    }

    private func invalid(_ problem: String) -> NativeEnvironmentError {
        .invalid(path: path, problem: "describe: \(problem)")
    }

    func number() throws(NativeEnvironmentError) -> genome_number {
        let number = unsafe described.observation_number
        guard [GENOME_FLOAT32, GENOME_FLOAT64, GENOME_UINT8].contains(number) else {
            throw invalid("observation_number is \(number.rawValue), which is no genome_number")
        }
        return number
    }

    func layout() throws(NativeEnvironmentError) -> genome_layout {
        let layout = unsafe described.observation_layout
        guard [GENOME_LANE_MAJOR, GENOME_VALUE_MAJOR].contains(layout) else {
            throw invalid("observation_layout is \(layout.rawValue), which is no genome_layout")
        }
        return layout
    }

    func maxSteps() throws(NativeEnvironmentError) -> Int? {
        let steps = unsafe described.max_steps
        guard steps >= 0 else { throw invalid("max_steps is \(steps); it must be at least 0, which is none") }
        return steps == 0 ? nil : Int(steps)
    }

    func observationSpace() throws(NativeEnvironmentError) -> Space {
        if let image = try image() { return .image(image) }
        let space = try unsafe space(described.observation_space, "observation_space")
        if case .discrete = space { throw invalid("observation_space is discrete; it must be a box, or binary") }
        return space
    }

    /// The shape of the images that are observed; nil where there are none.
    private func image() throws(NativeEnvironmentError) -> ImageShape? {
        let sizes = unsafe [described.image_height, described.image_width, described.image_channels].map(Int.init)
        guard sizes != [0, 0, 0] else { return nil }
        let text = "an image of \(sizes[0]), \(sizes[1]), \(sizes[2])"
        guard ImageShape.isShape(sizes[0], sizes[1], sizes[2]) else {
            throw invalid("\(text); each must be at least 1, and their product at most \(ImageShape.mostBytes)")
        }
        let shape = ImageShape(height: sizes[0], width: sizes[1], channels: sizes[2])
        let count = unsafe described.observation_space.count
        guard unsafe described.observation_space.kind == GENOME_BOX && Int(count) == shape.byteCount else {
            throw invalid("\(text) needs an observation_space that is a box of \(shape.byteCount)")
        }
        guard unsafe described.observation_number == GENOME_UINT8,
            unsafe described.observation_layout == GENOME_LANE_MAJOR
        else { throw invalid("\(text) needs GENOME_UINT8 and GENOME_LANE_MAJOR") }
        return shape
    }

    func actionSpace() throws(NativeEnvironmentError) -> Space {
        try unsafe space(described.action_space, "action_space")
    }

    private func space(_ space: genome_space, _ name: String) throws(NativeEnvironmentError) -> Space {
        let count = Int(unsafe space.count)
        guard (1...Self.most).contains(count) else {
            throw invalid("\(name): count is \(count); it must be in 1 ... \(Self.most)")
        }
        switch unsafe space.kind {
        case GENOME_DISCRETE: return .discrete(count: count)
        case GENOME_BINARY: return .binary(count: count)
        case GENOME_BOX: return try unsafe box(space.low, space.high, count, name)
        default: throw invalid("\(name): kind is \(unsafe space.kind.rawValue), which is no genome_space_kind")
        }
    }

    private func box(
        _ low: UnsafePointer<Double>?, _ high: UnsafePointer<Double>?, _ count: Int, _ name: String
    ) throws(NativeEnvironmentError) -> Space {
        let isByte = unsafe name == "observation_space" && described.observation_number == GENOME_UINT8
        let (least, greatest) = isByte ? (0, 255) : (-Double.infinity, Double.infinity)
        let lows = unsafe low.map { unsafe Array(UnsafeBufferPointer(start: $0, count: count)) }
        let highs = unsafe high.map { unsafe Array(UnsafeBufferPointer(start: $0, count: count)) }
        let bounds = (
            lows ?? Array(repeating: least, count: count), highs ?? Array(repeating: greatest, count: count)
        )
        for index in 0..<count where !(bounds.0[index] <= bounds.1[index]) {
            throw invalid(
                "\(name): low must not be above high, got \(bounds.0[index]) and \(bounds.1[index]) for value \(index + 1)"
            )
        }
        return .box(low: bounds.0, high: bounds.1)
    }
}
