import ArgumentParser

import class Environments.PythonProcesses

/// Which Python plays environments of Gymnasium.
struct PythonOptions: ParsableArguments {
    @Option(
        help: """
            The Python that plays environments of Gymnasium, such as gym/bin/python; by default that of the active virtual \
            environment, or python3.
            """,
        completion: .file()
    )
    var python: String?

    var processes: PythonProcesses { .standard(python) }
}
