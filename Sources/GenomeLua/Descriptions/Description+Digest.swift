extension Description {
    /// A number that differs, almost surely, where two descriptions do: FNV-1a, 64 bits, of `canonicalBytes`. The same on
    /// every machine and in every process.
    package var digest: UInt64 {
        canonicalBytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    /// Every value, whether given or default; no locations.
    package var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    fileprivate func append(to bytes: inout [UInt8]) {
        DescriptionValue.text(constructor).append(to: &bytes)
        DescriptionValue.options(options).append(to: &bytes)
    }
}

extension DescriptionValue {
    fileprivate func append(to bytes: inout [UInt8]) {
        switch self {
        case .absent: bytes.append(0)
        case .boolean(let value): bytes += [1, value ? 1 : 0]
        case .integer(let value):
            bytes.append(2)
            bytes.append(word: UInt64(bitPattern: value))
        case .number(let value):
            bytes.append(3)
            bytes.append(word: value.bitPattern)
        case .text(let value):
            bytes.append(4)
            bytes.append(word: UInt64(value.utf8.count))
            bytes += value.utf8
        case .list(let values):
            bytes.append(5)
            bytes.append(word: UInt64(values.count))
            for value in values { value.append(to: &bytes) }
        case .options(let options):
            bytes.append(6)
            bytes.append(word: UInt64(options.count))
            for option in options {
                DescriptionValue.text(option.name).append(to: &bytes)
                option.value.append(to: &bytes)
            }
        case .description(let description):
            bytes.append(7)
            description.append(to: &bytes)
        case .callable(let number, let text):
            bytes.append(8)
            bytes.append(word: UInt64(number))
            DescriptionValue.text(text).append(to: &bytes)
        }
    }
}

extension [UInt8] {
    /// Eight bytes, the lowest first.
    mutating func append(word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }
}
