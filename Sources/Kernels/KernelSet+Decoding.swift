import CKernels

/// The linear outputs of a group of networks; shape `[capacity, outputs]`.
package enum NetworkOutputs {
    /// Of binary networks.
    case integers(Buffer<Int32>)
    /// Of dense ones.
    case floats(Buffer<Float>)
}

extension KernelSet {
    /// Sets `actions[lane]` to 1 if the lane's first output is positive, else to 0.
    /// - Parameter count: Outputs of a lane.
    package func signDecoding(
        outputs: NetworkOutputs, count: Int, capacity: Int, into actions: Buffer<Int32>
    ) -> Stage {
        unsafe decoding(outputs, count, capacity, actions, ck_decode_sign_stage, ck_decode_float_sign_stage)
    }

    /// Sets `actions[lane]` to the position of the lane's greatest output, the first of equals.
    /// - Parameter count: Outputs of a lane.
    package func argmaxDecoding(
        outputs: NetworkOutputs, count: Int, capacity: Int, into actions: Buffer<Int32>
    ) -> Stage {
        unsafe decoding(outputs, count, capacity, actions, ck_decode_argmax_stage, ck_decode_float_argmax_stage)
    }

    private func decoding(
        _ outputs: NetworkOutputs,
        _ count: Int,
        _ capacity: Int,
        _ actions: Buffer<Int32>,
        _ integerWork: ck_stage_work,
        _ floatWork: ck_stage_work
    ) -> Stage {
        switch outputs {
        case .integers(let outputs):
            let context = unsafe ck_decode_context(
                kernels: table,
                outputs: outputs.pointer(at: 0, capacity * count),
                count: Int32(count),
                actions: actions.pointer(at: 0, capacity)
            )
            return unsafe Stage(context, capacity: capacity, parts: [outputs, actions], work: integerWork)
        case .floats(let outputs):
            let context = unsafe ck_decode_floats_context(
                outputs: outputs.pointer(at: 0, capacity * count),
                count: Int32(count),
                actions: actions.pointer(at: 0, capacity)
            )
            return unsafe Stage(context, capacity: capacity, parts: [outputs, actions], work: floatWork)
        }
    }

    /// Sets each value of `actions` to one of its levels: that of the greatest of its `count` outputs, the first of
    /// equals; or by the sign of its only output, the second of two where it is positive.
    /// - Parameters:
    ///   - outputs: Shape `[capacity, values, count]`, or `[capacity, values]` by sign.
    ///   - levels: Shape `[values, count]`.
    package func levelDecoding(
        outputs: NetworkOutputs, levels: Buffer<Float>, count: Int, isBySign: Bool, into actions: ActionBatch
    ) -> Stage {
        let (capacity, values) = (actions.capacity, actions.continuousCount)
        precondition(!isBySign || count == 2, "the sign of an output for \(count) levels")
        let size = capacity * values * (isBySign ? 1 : count)
        func context(_ outputs: UnsafeRawPointer) -> ck_levels_context {
            unsafe ck_levels_context(
                outputs: outputs,
                levels: levels.pointer(at: 0, values * count),
                values: Int32(values),
                count: Int32(count),
                is_by_sign: isBySign ? 1 : 0,
                actions: actions.continuous.pointer(at: 0, capacity * values)
            )
        }
        switch outputs {
        case .integers(let outputs):
            return unsafe Stage(
                context(outputs.pointer(at: 0, size)), capacity: capacity, parts: [outputs, levels, actions],
                work: ck_decode_levels_stage)
        case .floats(let outputs):
            return unsafe Stage(
                context(outputs.pointer(at: 0, size)), capacity: capacity, parts: [outputs, levels, actions],
                work: ck_decode_float_levels_stage)
        }
    }

    /// Sets each value of `actions` to its output, of which -1 is the low end and 1 the high end, kept between them.
    /// - Parameters:
    ///   - outputs: Shape `[capacity, values]`.
    ///   - low: Of each value, below `high`; both finite.
    package func continuousDecoding(
        outputs: Buffer<Float>, low: [Float], high: [Float], into actions: ActionBatch
    ) -> Stage {
        let (capacity, values) = (actions.capacity, actions.continuousCount)
        precondition(low.count == values && high.count == values, "bounds of \(low.count) and \(high.count) values")
        let middles = Buffer(zip(low, high).map { Float((Double($0) + Double($1)) / 2) })
        let halves = Buffer(zip(low, high).map { Float((Double($1) - Double($0)) / 2) })
        let (low, high) = (Buffer(low), Buffer(high))
        let context = unsafe ck_continuous_context(
            outputs: outputs.pointer(at: 0, capacity * values),
            middles: middles.base,
            halves: halves.base,
            low: low.base,
            high: high.base,
            values: Int32(values),
            actions: actions.continuous.pointer(at: 0, capacity * values)
        )
        let parts: [AnyObject] = [outputs, middles, halves, low, high, actions]
        return unsafe Stage(context, capacity: capacity, parts: parts, work: ck_decode_continuous_stage)
    }
}
