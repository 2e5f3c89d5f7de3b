import Foundation

/// The library that LunarLander is built on.
package enum Box2D {
    /// Whether tests of LunarLander are to run: if Box2D is there, and where `Scripts/test` installs it.
    package static var isExpected: Bool {
        ["/usr/include/box2d/box2d.h", "/usr/local/include/box2d/box2d.h", "/usr/bin/apt-get"].contains {
            FileManager.default.fileExists(atPath: $0)
        }
    }

    /// What the skipped test says.
    package static let skipComment = "needs Box2D 2.4 and make (Debian: libbox2d-dev, make)"
}
