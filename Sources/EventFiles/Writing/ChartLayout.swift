import Records

/// The charts of TensorBoard's Custom Scalars dashboard.
/// - SeeAlso: tensorboard/plugins/custom_scalar/layout.proto, whose field numbers these are.
package struct ChartLayout: Sendable, Equatable {
    /// Charts under one title.
    package struct Category: Sendable, Equatable {
        package let title: String
        package let charts: [Chart]

        package init(title: String, charts: [Chart]) {
            self.title = title
            self.charts = charts
        }
    }

    package struct Chart: Sendable, Equatable {
        package enum Content: Sendable, Equatable {
            /// Every scalar of each run whose tag is one of these.
            case lines(tags: [String])
            /// A curve of each run in the band between two others.
            case band(value: String, lower: String, upper: String)
        }

        package let title: String
        package let content: Content

        package init(title: String, _ content: Content) {
            self.title = title
            self.content = content
        }
    }

    package static let tag = "custom_scalars__config__"

    package let categories: [Category]

    package init(categories: [Category]) { self.categories = categories }

    /// A Layout message.
    var message: [UInt8] {
        var layout: [UInt8] = []
        for category in categories {
            layout.append(2) { message in
                message.append(1, category.title)
                for chart in category.charts { message.append(2) { chart.append(to: &$0) } }
            }
        }
        return layout
    }
}

extension ChartLayout.Chart {
    /// Appends the fields of a Chart.
    fileprivate func append(to bytes: inout [UInt8]) {
        bytes.append(1, title)
        switch content {
        case .lines(let tags):
            // The dashboard takes regular expressions, and matches no more than a tag's beginning.
            bytes.append(2) { for tag in tags { $0.append(1, "^\(Self.escaped(tag))$") } }
        case .band(let value, let lower, let upper):
            bytes.append(3) { margin in
                margin.append(1) { series in
                    series.append(1, value)
                    series.append(2, lower)
                    series.append(3, upper)
                }
            }
        }
    }

    /// A regular expression for a tag and nothing else.
    private static func escaped(_ tag: String) -> String {
        tag.reduce(into: "") { result, character in
            if "\\^$.|?*+()[]{}".contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}
