/// A call of a Swift function by a script.
package struct LuaCall {
    package let arguments: [LuaValue]
    /// The line of the call, or of the nearest function of a script that led to it.
    package let location: LuaLocation?

    package init(arguments: [LuaValue], location: LuaLocation?) {
        self.arguments = arguments
        self.location = location
    }

    /// The argument at `position`, from 0; nil where fewer were given.
    package subscript(position: Int) -> LuaValue {
        position < arguments.count ? arguments[position] : .nil
    }

    /// An error at the line of this call.
    package func error(_ message: String) -> LuaError {
        LuaError(message, at: location)
    }
}

/// A function that scripts can call. An error without a location gets the caller's.
package typealias LuaBody = (LuaCall) throws(LuaError) -> [LuaValue]

/// A module that `require` gives without looking for a file: a read-only table of functions.
package struct LuaModule {
    package let name: String
    package let functions: [(name: String, body: LuaBody)]
    /// Functions written in C; what one does not take goes to the function of the same name, if there is one.
    package let natives: [LuaNativeFunction]

    package init(
        name: String, functions: [(name: String, body: LuaBody)], natives: [LuaNativeFunction] = []
    ) {
        self.name = name
        self.functions = functions
        self.natives = natives
    }
}

/// How the handles of one kind behave in scripts.
package struct LuaHandleDefinition {
    package let name: String
    /// Called with the handle as first argument: `handle:method(…)`.
    package var methods: [(name: String, body: LuaBody)] = []
    /// Called with handle and key for other fields; without it they are errors.
    package var read: LuaBody?
    /// Called with handle, key and value; without it handles are read-only.
    package var write: LuaBody?
    /// What `tostring` shows.
    package var text: (Int) -> String

    package init(name: String, text: @escaping (Int) -> String) {
        self.name = name
        self.text = text
    }
}
