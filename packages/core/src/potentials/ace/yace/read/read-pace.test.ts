import { describe, expect, it } from "vitest"
import { Failure } from "../../../../failure/failure.ts"
import { randomYace } from "../fixtures/random-yace.ts"
import { formatYace } from "../write/format-yace.ts"
import type { Yace } from "../yace.ts"
import { paceFormat, readPace } from "./read-pace.ts"

const two = randomYace({
  elements: ["In", "P"],
  basis: "SBessel",
  inner: "distance",
  form: "FinnisSinclairShiftedScaled",
  exponents: [1.3, 0.7],
  core: 25,
})

const small = `elements: [Cu]
E0: [-1.5]
deltaSplineBins: 0.001
embeddings:
  0: {ndensity: 1, FS_parameters: [1, 1], npoti: FinnisSinclair, rho_core_cutoff: 100000, drho_core_cutoff: 250}
bonds:
  [0, 0]: {nradmax: 1, lmax: 1, nradbasemax: 2, radbasename: ChebPow, radparameters: [2], radcoefficients: [[[1, 2], [3, 4]]],
    prehc: 0, lambdahc: 1, rcut: 5, dcut: 0.01}
functions:
  0:
    - {mu0: 0, rank: 1, ndensity: 1, num_ms_combs: 1, mus: [0], ns: [2], ls: [0], ms_combs: [0], ctildes: [0.7]}
    - {mu0: 0, rank: 2, ndensity: 1, num_ms_combs: 2, mus: [0, 0], ns: [1, 1], ls: [1, 1], ms_combs: [0, 0, 1, -1], ctildes: [-0.2, 0.4]}
`

const old = `# an older file
nelements=1
elements: Cu
lmax=1
embedding-function: FinnisSinclair
2 FS parameters: 1.0 1.0
core energy-cutoff parameters: 100000 250
E0: -1.5
radbasename=ChebPow
nradbase=2
nradmax=1
cutoffmax=5
deltaSplineBins=0.001
core repulsion parameters: 0 1
radparameter= 2
cutoff= 5
dcut= 0.01
crad= 1 3
 2 4
rankmax=2
ndensitymax=1
num_c_tilde_max=3
num_ms_combinations_max=2
total_basis_size_rank1: 1
ctilde_basis_func: rank=1 ndens=1 mu0=0 mu=( 0 )
n=( 2 )
l=( 0 )
num_ms=1
< 0 >:  0.7
total_basis_size: 1
ctilde_basis_func: rank=2 ndens=1 mu0=0 mu=( 0 0 )
n=( 1 1 )
l=( 1 1 )
num_ms=2
< 0 0 >: -0.2
< 1 -1 >: 0.4
`

const read = (text: string): Yace => readPace({ text, file: "x.yace" })

describe("readPace", () => {
  it("reads what is written, to the last bit", () => {
    expect(read(formatYace(two))).toEqual(two)
    const table = { kind: "tabulated", bins: 2, values: [Float64Array.of(1, 0.1, 0)], slopes: [Float64Array.of(-3e-7, -1, 0)] } as const
    const core = { corePrefactor: 0, coreDecay: 1, coreWidth: 0, inner: "density", innerCutoff: 0, innerWidth: 0 } as const
    const functions = [[{ species: [0], ns: [1], ls: [0], ms: [0], coefficients: [0.25] }]]
    const file = { ...read(small), bonds: [{ radials: table, cutoff: 5.1, ...core }], functions, step: 1 }
    expect(read(formatYace(file))).toEqual(file)
  })

  it("reads the older format as the newer", () => {
    const { bonds, ...rest } = read(small)
    const { bonds: oldBonds, ...oldRest } = read(old)
    expect(oldRest).toEqual(rest)
    expect(oldBonds).toEqual(bonds)
  })

  it("leaves what it does not know to others", () => {
    expect(read(`${small}metadata: {origin: "fitted", date: 2026-01-01}\n`)).toEqual(read(small))
  })

  it("tells the formats by their content", () => {
    expect(paceFormat(small)).toBe("yace")
    expect(paceFormat(old)).toBe("ace")
    for (const text of ["", "elements: [Cu]\n", "Cu 1 2 3\n", "potential: {kind: pair}\n"]) expect(paceFormat(text)).toBeUndefined()
  })

  it.each([
    ["elements: [Cu]", "elements: [Cx]", "Cx", /no element is called Cx/u],
    ["elements: [Cu]", "elements: []", "[]", /no element is named/u],
    ["E0: [-1.5]", "E0: [-1.5, 2]", "[-1.5, 2]", /E0 has 2 values, but 1 belong there/u],
    ["E0: [-1.5]", "E0: [minus]", "minus", /"minus" is no number, but E0\[0\] is one/u],
    ["deltaSplineBins: 0.001\n", "", "elements", /has no `deltaSplineBins`/u],
    ["0.001", "1e-9", "1e-9", /makes tables of 5000000000 rows/u],
    ["0.001", "0", "0\nembed", /deltaSplineBins is 0, but must be positive/u],
    ["npoti: FinnisSinclair,", "npoti: FinnisSinclare,", "FinnisSinclare", /embeddings.0.npoti is FinnisSinclare/u],
    ["ndensity: 1, FS", "ndensity: 2, FS", "[1, 1], npoti", /has 2 values, but 4 belong there/u],
    ["  0: {ndensity", "  1: {ndensity", "{ndensity", /an entry for element 1/u],
    ["[0, 0]: {nrad", "[0, 1]: {nrad", "[0, 1]", /bonds has no `\[0, 0\]`/u],
    ["ChebPow", "ChebPaw", "ChebPaw", /radbasename is ChebPaw/u],
    ["[3, 4]]]", "[3]]]", "[3]]]", /radcoefficients\[0\]\[1\] has 1 values, but 2/u],
    ["rcut: 5", "rcut: -5", "-5", /must be positive/u],
    ["dcut: 0.01}", "dcut: 0.01, inner_cutoff_type: zbl}", "{nradmax", /dcut_in must be positive/u],
    ["ns: [2]", "ns: [3]", "[3], ls", /n = 3, but bond \[0, 0\] has 2 basis functions/u],
    ["ns: [1, 1]", "ns: [1, 2]", "[1, 2], ls", /n = 2, but bond \[0, 0\] has 1 radial functions/u],
    ["ls: [1, 1]", "ls: [1, 2]", "[1, 2], ms", /l = 2, but bond \[0, 0\] goes to 1/u],
    ["[0, 0, 1, -1]", "[0, 0, 1, -2]", "-2]", /m = -2 does not go with l = 1/u],
    ["[0, 0, 1, -1]", "[0, 0, 1]", "[0, 0, 1]", /ms_combs has 3 values, but 4/u],
    ["[-0.2, 0.4]", "[-0.2]", "[-0.2]", /ctildes has 1 values, but 2/u],
    ["{mu0: 0, rank: 2", "{mu0: 1, rank: 2", "1, rank: 2", /mu0 is 1, but must be a whole number from 0 to 0/u],
    ["rank: 2, ndensity: 1", "rank: 2, ndensity: 3", "3, num_ms", /ndensity is 3, but 1 in the embedding/u],
    ["ctildes: [0.7]}", "ctildes: [0.7]", "- {mu0: 0, rank: 2", /a comma or \} is expected/u],
  ])("says where a .yace file is wrong: %j as %j", (from, to, where, reason) => {
    expect(small).toContain(from)
    const text = small.replace(from, to)
    const failure = failureOf(() => read(text))
    expect(failure.message).toMatch(reason)
    const before = text.slice(0, text.indexOf(where)).split("\n")
    expect(failure.place).toEqual({ file: "x.yace", line: before.length, column: before.at(-1)!.length + 1 })
  })

  it("refuses bonds with different kinds of inner cutoffs or radial functions", () => {
    const other = formatYace(two).replace(/(\[1, 0\].*)inner_cutoff_type: distance/u, "$1inner_cutoff_type: density")
    expect(failureOf(() => read(other)).message).toMatch(/inner_cutoff_type is density here, but distance/u)
    const table = "{radbasename: ACE.jl, nradial: 1, rcut: 5, nbins: 2, splinenodalvals: {0: [1, 1, 0]}, splinenodalderivs: {0: [0, 0, 0]}}"
    const mixed = formatYace(two).replace(/ {2}\[1, 1\]: .*/u, `  [1, 1]: ${table}`)
    expect(failureOf(() => read(mixed)).message).toMatch(/of ACE.jl and of other bases/u)
  })

  it.each([
    ["nelements=1", "nelements=2", 2, 11, /several elements are not read/u],
    ["elements: Cu", "elements: Cx", 3, 11, /no element is called Cx/u],
    ["FinnisSinclair", "FinnisSinclare", 5, 21, /no embedding function/u],
    ["2 FS", "3 FS", 6, 1, /come in pairs/u],
    ["radbasename=ChebPow", "radbasename=ChebPaw", 9, 13, /no radial basis is called ChebPaw/u],
    ["nradbase=2", "nradbase=3", 20, 1, /"rankmax=" is no number, but a coefficient of crad/u],
    ["Bins=0.001", "Bins=1e-9", 16, 9, /makes tables of 5000000000 rows/u],
    ["cutoff= 5", "cutoff= far", 16, 9, /"far" is no number/u],
    ["rankmax=2", "rank=2", 20, 1, /`rankmax=` is expected here, not "rank="/u],
    ["n=( 1 1 )", "n=( 1 2 )", 32, 7, /n is 2, but must be a whole number from 1 to 1/u],
    ["< 1 -1 >", "< 1 -2 >", 36, 5, /m is -2/u],
    ["< 1 -1 >: 0.4\n", "", 36, 1, /`<` is expected here/u],
    ["total_basis_size: 1", "total_basis_size: 0", 31, 1, /goes on after its last function/u],
  ])("says where an .ace file is wrong: %j as %j", (from, to, line, column, reason) => {
    expect(old).toContain(from)
    const failure = failureOf(() => read(old.replace(from, to)))
    expect(failure.message).toMatch(reason)
    expect(failure.place).toEqual({ file: "x.yace", line, column })
  })
})

function failureOf(work: () => unknown): Failure {
  try {
    work()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
  throw new Error("nothing failed")
}
