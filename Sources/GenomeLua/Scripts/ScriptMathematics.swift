import Kernels
import LuaHost

extension LuaMathFunction {
    /// The functions of `math` whose bits would depend on the processor, from our own.
    static let ours = [
        LuaMathFunction("exp") { Elementary.exp($0) },
        LuaMathFunction("log") { Elementary.log($0) },
        LuaMathFunction("sin") { Elementary.sin($0) },
        LuaMathFunction("cos") { Elementary.cos($0) },
        LuaMathFunction("tan") { Elementary.sin($0) / Elementary.cos($0) },
    ]
}
