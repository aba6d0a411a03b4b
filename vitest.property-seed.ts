// Properties draw the same cases in every run. OSPFLAB_PROPERTY_SEED chooses others; a failing property prints seed and path, which repeat it.

import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['OSPFLAB_PROPERTY_SEED'] ?? 2328) });
