declare const convention: unique symbol

/** Stress as ASE has it: Voigt xx yy zz yz xz xy, positive in tension, `σ = (1/V) dE/dε` [eV/Å³], `[6]`. The convention inside Luthier. */
export type StressAse = Float64Array & { readonly [convention]: "stress-ase" }

/** Virial `W = −Vσ`, Voigt xx yy zz yz xz xy [eV], `[6]`: positive in compression. */
export type Virial = Float64Array & { readonly [convention]: "virial" }
