/// What the layers of a network are called, in messages and logs: `hidden_0`, `hidden_1` … `output`.
enum LayerName {
    static func of(_ index: Int, among count: Int) -> String { index == count - 1 ? "output" : "hidden_\(index)" }
}
