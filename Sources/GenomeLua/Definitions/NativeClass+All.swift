extension NativeClass {
    /// `genome.floats`.
    static let floats = NativeClass(
        name: "floats", className: "genome.Floats",
        sentence: "Numbers by position, from 1, in double precision; methods that change them return them",
        element: "number",
        forms: [
            Form("floats", ["n": "integer", "value?": "number"], "So many numbers, each the value, or 0"),
            Form("floats", ["values": "number[]"], "The numbers of a list"),
            Form("floats", ["vector": "genome.Floats|genome.Bits"], "The numbers of a vector; bits are 0 and 1"),
        ],
        methods: [
            Method("copy", [:], "genome.Floats", "A copy, which may be changed"),
            Method(
                "slice", ["first": "integer", "last": "integer"], "genome.Floats",
                "A copy of the values from one position to another"),
            Method("assign", ["value": "number|genome.Floats"], "genome.Floats", "Sets each value"),
            Method("add", ["x": "genome.Floats"], "genome.Floats", "Adds value by value"),
            Method("axpy", ["a": "number", "x": "genome.Floats"], "genome.Floats", "Adds a times x"),
            Method("scale", ["a": "number"], "genome.Floats", "Multiplies by a number"),
            Method("multiply", ["x": "genome.Floats"], "genome.Floats", "Multiplies value by value"),
            Method("divide", ["x": "genome.Floats"], "genome.Floats", "Divides value by value"),
            Method("sqrt", [:], "genome.Floats", "Takes the square root of each value"),
            Method("exp", [:], "genome.Floats", "Takes e to the power of each value"),
            Method("abs", [:], "genome.Floats", "Takes the absolute value of each"),
            Method(
                "clamp", ["low": "number", "high": "number"], "genome.Floats",
                "Moves what is outside of the bounds to them"),
            Method("dot", ["x": "genome.Floats"], "number", "The sum of products value by value"),
            Method("sum", [:], "number", "The sum"),
            Method("mean", [:], "number", "The mean"),
            Method("norm", [:], "number", "The Euclidean length"),
            Method("min", [:], "number", "The smallest value"),
            Method("max", [:], "number", "The largest value"),
            Method(
                "order", [:], "integer[]", "The positions from the smallest value to the largest, equal ones in turn"),
            Method(
                "normal", ["random": "genome.Random", "mean?": "number", "deviation?": "number"], "genome.Floats",
                "Sets each value by a call of random:normal"),
            Method(
                "uniform", ["random": "genome.Random", "low?": "number", "high?": "number"], "genome.Floats",
                "Sets each value by a call of random:uniform"),
            Method("list", [:], "number[]", "The values as a table"),
        ]
    )

    /// `genome.bits`.
    static let bits = NativeClass(
        name: "bits", className: "genome.Bits",
        sentence: "Bits by position, from 1, each read as 0 or 1; methods that change them return them",
        element: "integer",
        forms: [
            Form("bits", ["n": "integer"], "So many bits, each 0"),
            Form("bits", ["values": "integer[]|boolean[]"], "The bits of a list"),
        ],
        methods: [
            Method("copy", [:], "genome.Bits", "A copy, which may be changed"),
            Method(
                "slice", ["first": "integer", "last": "integer"], "genome.Bits",
                "A copy of the bits from one position to another"),
            Method("assign", ["value": "integer|boolean|genome.Bits"], "genome.Bits", "Sets each bit"),
            Method("xor", ["other": "genome.Bits"], "genome.Bits", "Keeps 1 where one of the two bits is 1"),
            Method("band", ["other": "genome.Bits"], "genome.Bits", "Keeps 1 where both bits are 1"),
            Method("bor", ["other": "genome.Bits"], "genome.Bits", "Keeps 1 where any of the two bits is 1"),
            Method("invert", [:], "genome.Bits", "Turns each bit"),
            Method("popcount", [:], "integer", "How many bits are 1"),
            Method("distance", ["other": "genome.Bits"], "integer", "How many bits differ"),
            Method(
                "random", ["random": "genome.Random", "probability?": "number|genome.Floats"], "genome.Bits",
                "Sets each bit to random() < probability; without one, 64 bits by each random(0), lowest first"),
            Method(
                "above", ["x": "genome.Floats", "threshold?": "number"], "genome.Bits",
                "Sets each bit to 1 where the number is greater than the threshold, which is 0 unless given"),
            Method("list", [:], "integer[]", "The bits as a table"),
        ]
    )

    /// `genome.matrix`, `genome.identity`.
    static let matrix = NativeClass(
        name: "matrix", className: "genome.Matrix",
        sentence: "Numbers in rows and columns, both from 1; methods that change them return them", element: nil,
        forms: [
            Form("matrix", ["rows": "integer", "columns": "integer"], "Zeros"),
            Form("matrix", ["values": "number[][]"], "The numbers of a list of rows"),
            Form("identity", ["n": "integer"], "Ones on the diagonal of a square matrix, zeros elsewhere"),
        ],
        methods: [
            Method("copy", [:], "genome.Matrix", "A copy, which may be changed"),
            Method("get", ["i": "integer", "j": "integer"], "number", "The value in row i and column j"),
            Method("set", ["i": "integer", "j": "integer", "value": "number"], "genome.Matrix", "Sets a value"),
            Method("rows", [:], "integer", "How many rows there are"),
            Method("columns", [:], "integer", "How many columns there are"),
            Method("row", ["i": "integer"], "genome.Floats", "A copy of a row"),
            Method("column", ["j": "integer"], "genome.Floats", "A copy of a column"),
            Method("diagonal", [:], "genome.Floats", "A copy of the values whose row and column are the same"),
            Method("transpose", [:], "genome.Matrix", "A new matrix: its rows are the columns"),
            Method("scale", ["a": "number"], "genome.Matrix", "Multiplies by a number"),
            Method("axpy", ["a": "number", "other": "genome.Matrix"], "genome.Matrix", "Adds a times another matrix"),
            Method(
                "product", ["other": "genome.Matrix|genome.Floats"], "genome.Matrix|genome.Floats",
                "The product with a matrix or a vector, as a new one"),
            Method(
                "transposed_product", ["v": "genome.Floats"], "genome.Floats",
                "The product of the transposed matrix with a vector"),
            Method(
                "rank_one", ["a": "number", "x": "genome.Floats", "y?": "genome.Floats"], "genome.Matrix",
                "Adds a x y^T; without y, a x x^T, and what was symmetric stays so"),
            Method(
                "eigen", [:], "genome.Floats, genome.Matrix",
                "The eigenvalues of a symmetric matrix, ascending, and the vectors as columns of length 1, the largest "
                    + "component of each positive"),
        ]
    )
}
