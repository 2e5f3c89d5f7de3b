import Kernels
import Randomness
import Testing

@Suite struct `Random addresses` {
    static let purposes: [Purpose] = [
        .initial, .sampleBits, .sampleFloats, .episode, .test, .calibration, .script, .evaluation, .reward,
        .callback, .mutation, .crossover, .selection, .check, .encoder, .testEncoder, .decoder,
        .testDecoder, .search, .mutationFloats, .initialBits, .archive,
    ]

    @Test func `have purposes whose numbers never change`() {
        #expect(Self.purposes.map(\.rawValue) == Array(1...22))
        #expect(
            (0...UInt8.max).compactMap(Purpose.init).count == Self.purposes.count,
            "a new purpose belongs into this test")
    }

    @Test func `differ in their draws wherever they differ`() {
        var blocks: Set<SIMD4<UInt32>> = []
        var count = 0
        for seed: UInt64 in [0, 1, 1 << 32, .max] {
            for purpose in Self.purposes {
                for subject: UInt64 in [0, 1, 2, 1 << 32, 1 << 32 | 1, .max] {
                    for episode in [0, 1, 2, 255, 256, 1 << 24 - 1] {
                        for index: UInt32 in [0, 1, .max] {
                            blocks.insert(
                                RandomAddress(seed: seed, purpose: purpose, subject: subject, episode: episode)
                                    .block(index))
                            count += 1
                        }
                    }
                }
            }
        }
        #expect(blocks.count == count)
    }

    @Test func `are Philox blocks of a counter that holds each part in bits of its own`() {
        let address = RandomAddress(
            seed: 0x0123_4567_89ab_cdef, purpose: .test, generation: 0x1122_3344, individual: 0x5566_7788,
            episode: 0xabcdef)
        let counter = SIMD4<UInt32>(9, 0x5566_7788, 0x1122_3344, 0xabcd_ef05)
        #expect(address.block(9) == Philox.block(counter: counter, key: SIMD2(0x89ab_cdef, 0x0123_4567)))
    }

    @Test func `start a block of the bulk generator from sixteen draws of their own`() {
        let address = RandomAddress(seed: 3, purpose: .sampleBits, subject: 4)
        for index in [0, 5, 1 << 28 - 1] {
            let key = address.bulkKey(index)
            #expect(Philox.block(counter: key.counter, key: key.key) == address.block(UInt32(16 * index)))
        }
    }

    @Test(arguments: [-1, 1 << 24]) func `refuse an episode that their counter cannot hold`(episode: Int) async {
        await #expect(processExitsWith: .failure) { [episode] in
            _ = RandomAddress(seed: 0, purpose: .episode, episode: episode)
        }
    }

    @Test func `give these blocks, on which every result of a seed depends`() {
        let blocks = Self.purposes.map {
            RandomAddress(seed: 42, purpose: $0, generation: 7, individual: 3, episode: 1).block(0)
        }
        let golden: [SIMD4<UInt32>] = [
            SIMD4(0xf2a7_61ff, 0x1d62_eb94, 0x412f_d7d1, 0xe06b_0928),
            SIMD4(0x8d10_fe33, 0xd3a9_74d4, 0xd2b5_5de8, 0xa6af_3f2f),
            SIMD4(0xd9a3_7285, 0xe935_74d0, 0xc753_09a4, 0xd607_6f18),
            SIMD4(0xec7a_2016, 0x9f74_d99d, 0xf94f_f6e7, 0x9e18_e98e),
            SIMD4(0xe0fa_a3f3, 0x1e9a_bc39, 0x9ce0_a682, 0xfb18_fe51),
            SIMD4(0x8092_f097, 0x2317_86c4, 0xa1ec_f513, 0xf0c3_e44f),
            SIMD4(0xe23e_050c, 0xb563_44e6, 0x7633_7054, 0x2597_2c7c),
            SIMD4(0x02b4_c7d5, 0xad30_1cd1, 0xb65d_b494, 0xb26a_e4b3),
            SIMD4(0x069c_f98e, 0x94e7_5ada, 0xd6d7_a901, 0x4126_336f),
            SIMD4(0x7591_2d89, 0xb459_5cb8, 0xbc0e_2daa, 0xd43b_e928),
            SIMD4(0x28fb_27b6, 0x59ab_6b61, 0x993c_3d95, 0xd35b_509b),
            SIMD4(0x4709_4f26, 0xa639_d55c, 0x7880_bacd, 0x27a1_a89e),
            SIMD4(0x4378_b89e, 0x632d_ae48, 0x1feb_1c5b, 0xe051_fb4a),
            SIMD4(0xf2c2_d58c, 0xe9dc_0e3a, 0xdd00_03cf, 0xc3db_1e37),
            SIMD4(0xff19_89dd, 0x31ed_2439, 0x9fc6_ba71, 0x3e4a_e6e4),
            SIMD4(0x1228_7172, 0xb2c5_ac49, 0xc0c1_d7f0, 0x489b_268a),
            SIMD4(0x2f93_ffa4, 0xd43f_f785, 0x984d_b852, 0x1edd_466a),
            SIMD4(0x1d71_bf51, 0xe515_00a9, 0x311c_2936, 0xed54_864d),
            SIMD4(0xf734_5f44, 0x68d8_4873, 0xaae0_83ab, 0x009a_8d8c),
            SIMD4(0xffd0_b720, 0x64fa_b005, 0xca02_dfed, 0x9f49_bcbf),
            SIMD4(0x27f7_9648, 0x1856_7fd7, 0xed79_5686, 0xa31c_1277),
            SIMD4(0x8a6d_74b2, 0xedda_2e12, 0xe8c6_3df9, 0x16e4_dfda),
        ]
        #expect(blocks == golden)
    }
}
