//! Written by `cargo run --release -p mind --example nowcast`.

use super::Line;

/// In the order of `Series::ALL`.
pub const LINES: [Line; 3] = [
    Line {
        weights: [0.214014, -0.135602, -0.027904, 0.004456, -0.013821],
        constant: -0.026398,
        home: 0.749651,
        width: 3.284741,
        least_change: 0.052217,
    },
    Line {
        weights: [0.22662, -0.189185, 0.076356, 0.00771, -0.002952],
        constant: -0.000151,
        home: 0.431274,
        width: 3.764741,
        least_change: 0.000404,
    },
    Line {
        weights: [-0.091512, -0.290451, 0.154609, -0.083303, 0.0],
        constant: 0.001994,
        home: 0.000000,
        width: 2.283880,
        least_change: 0.046215,
    },
];
