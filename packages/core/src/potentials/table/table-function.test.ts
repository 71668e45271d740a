import { describe, expect, it } from "vitest"
import { kernels } from "../../kernels/kernels.ts"
import { withCutoff } from "../functions/cutoff.ts"
import { splineFunction } from "../functions/spline.ts"
import { parameterValues } from "../parameters.ts"
import { centralDifference } from "../../testing/potential/differences.ts"
import type { LammpsTable, TableSpacing } from "./lammps-table.ts"
import { tableFunction, type TableOptions } from "./table-function.ts"
import { tabulate } from "./write-table.ts"

const morse = (r: number): number => 0.41 * (Math.exp(-2.74 * (r - 2.83)) - 2 * Math.exp(-1.37 * (r - 2.83)))
const force = (r: number): number => 2 * 1.37 * 0.41 * (Math.exp(-2.74 * (r - 2.83)) - Math.exp(-1.37 * (r - 2.83)))

function morseTable(keyword: string, spacing: TableSpacing, list: readonly number[], slopes?: readonly [number, number]): LammpsTable {
  const radii = Float64Array.from(list)
  return { keyword, spacing, radii, energies: radii.map(morse), forces: radii.map(force), ...(slopes && { slopes }) }
}

const steps = Array.from({ length: 12 }, (_, i) => i / 11)
const even = steps.map((part) => 1.5 + 4.1 * part)
// Far too coarse for use, so that every detail of the interpolation shows.
const tables = {
  PLAIN: morseTable("PLAIN", "R", even),
  SLOPES: morseTable("SLOPES", "R", even, [-8.25, 0.03]),
  SQUARE: morseTable(
    "SQUARE",
    "RSQ",
    steps.map((part) => Math.sqrt(2.25 + (5.6 ** 2 - 2.25) * part)),
  ),
  LIST: morseTable("LIST", "listed", [1.5, 1.7, 2, 2.2, 2.9, 3.6, 4.4, 5.6]),
}

/**
 * Style, points, table, cutoff, distance of two atoms, their energy, and the force on the first; computed by LAMMPS (7 Jan 2022,
 * Debian 20220106) with `pair_style table`.
 */
const lammps = [
  ["linear", 12, "PLAIN", 5.6, 1.52, 10.376780555822332, -35.724342376447765],
  ["linear", 12, "PLAIN", 5.6, 2.9, -0.38564466506520129, 0.0043588854604810897],
  ["linear", 12, "PLAIN", 5.6, 5.3, -0.027673676616521266, 0.037655141515184148],
  ["linear", 12, "SLOPES", 5.6, 1.52, 10.376780555822332, -35.721926674841981],
  ["linear", 12, "SLOPES", 5.6, 2.9, -0.38564466506520129, 0.049269285476039128],
  ["linear", 12, "SLOPES", 5.6, 5.3, -0.027673676616521266, 0.037285071141261922],
  ["linear", 12, "SQUARE", 5.6, 1.52, 10.376799985884798, -35.726123633850513],
  ["linear", 12, "SQUARE", 5.6, 2.9, -0.38539608624311039, -0.028863107247423945],
  ["linear", 12, "SQUARE", 5.6, 5.3, -0.027676269461536181, 0.037378570185675322],
  ["linear", 12, "LIST", 5.6, 1.52, 10.376758074134056, -35.725897941622833],
  ["linear", 12, "LIST", 5.6, 2.9, -0.40165749511841969, 0.042363935209225573],
  ["linear", 12, "LIST", 5.6, 5.3, -0.026770151967834513, 0.041656367662498646],
  ["linear", 12, "PLAIN", 5.0, 4.9, -0.047208979322417806, 0.062835055426407799],
  ["linear", 30, "PLAIN", 5.6, 1.52, 10.181571024454058, -35.069545421143246],
  ["linear", 30, "PLAIN", 5.6, 2.9, -0.40547479946380494, 0.11194384241710735],
  ["linear", 30, "PLAIN", 5.6, 5.3, -0.027386515783451852, 0.037115946342486279],
  ["linear", 30, "SLOPES", 5.6, 1.52, 10.181571024454058, -35.136229385320341],
  ["linear", 30, "SLOPES", 5.6, 2.9, -0.40547479946380494, 0.14838682270873946],
  ["linear", 30, "SLOPES", 5.6, 5.3, -0.027386515783451852, 0.036807217278620324],
  ["linear", 30, "SQUARE", 5.6, 1.52, 10.16504541158513, -35.354173253003871],
  ["linear", 30, "SQUARE", 5.6, 2.9, -0.41643700121942095, -0.12634456900903782],
  ["linear", 30, "SQUARE", 5.6, 5.3, -0.027387012821290978, 0.036846436906204233],
  ["linear", 30, "LIST", 5.6, 1.52, 10.181908441119617, -35.00166196275385],
  ["linear", 30, "LIST", 5.6, 2.9, -0.40667031181749136, 0.091136851103917477],
  ["linear", 30, "LIST", 5.6, 5.3, -0.026487242053842175, 0.041615273855304988],
  ["linear", 30, "PLAIN", 5.0, 4.9, -0.046752053851540118, 0.062104286820259952],
  ["spline", 9, "PLAIN", 5.6, 1.52, 9.9007936535380399, -34.813283544154558],
  ["spline", 9, "PLAIN", 5.6, 2.9, -0.017780569201717944, -0.2385849995878937],
  ["spline", 9, "PLAIN", 5.6, 5.3, -0.027233599656061924, 0.03684981257173834],
  ["spline", 9, "SLOPES", 5.6, 1.52, 9.9007936535380399, -35.844274101499977],
  ["spline", 9, "SLOPES", 5.6, 2.9, -0.017780569201717944, 3.0653317573333578],
  ["spline", 9, "SLOPES", 5.6, 5.3, -0.027233599656061924, 0.038229730361112518],
  ["spline", 9, "SQUARE", 5.6, 1.52, 9.9008435226379934, -35.200122370925321],
  ["spline", 9, "SQUARE", 5.6, 2.9, 0.00069812391600565515, 1.5440854309135135],
  ["spline", 9, "SQUARE", 5.6, 5.3, -0.027225933495962015, 0.037556252248487791],
  ["spline", 9, "LIST", 5.6, 1.52, 9.9007581268719633, -34.544367329229324],
  ["spline", 9, "LIST", 5.6, 2.9, -0.021826433568282178, -0.9991387185368833],
  ["spline", 9, "LIST", 5.6, 5.3, -0.026337762483884967, 0.041061494286109904],
  ["spline", 9, "PLAIN", 5.0, 4.9, -0.046626248258653691, 0.062200388272419166],
  ["spline", 40, "PLAIN", 5.6, 1.52, 9.9103259802581469, -34.699323423139717],
  ["spline", 40, "PLAIN", 5.6, 2.9, -0.40704308449391463, 0.11944894418633137],
  ["spline", 40, "PLAIN", 5.6, 5.3, -0.027337799327489039, 0.037028757033697728],
  ["spline", 40, "SLOPES", 5.6, 1.52, 9.9103259802581469, -35.749225732706904],
  ["spline", 40, "SLOPES", 5.6, 2.9, -0.40704308449391463, 0.15365809844641809],
  ["spline", 40, "SLOPES", 5.6, 5.3, -0.027337799327489039, 0.036725126849860797],
  ["spline", 40, "SQUARE", 5.6, 1.52, 9.9080074661559898, -35.118264718339276],
  ["spline", 40, "SQUARE", 5.6, 2.9, -0.41908659413126825, -0.13466509475370303],
  ["spline", 40, "SQUARE", 5.6, 5.3, -0.027337977659813276, 0.036751916746225292],
  ["spline", 40, "LIST", 5.6, 1.52, 9.9108764605123962, -34.386049726774331],
  ["spline", 40, "LIST", 5.6, 2.9, -0.40676395745298316, 0.09397239877141815],
  ["spline", 40, "LIST", 5.6, 5.3, -0.026441374917002981, 0.041621383342191891],
  ["spline", 40, "PLAIN", 5.0, 4.9, -0.046694197935279888, 0.062011487443656671],
] as const

function at(table: LammpsTable, options: TableOptions, r: number): { f: number; df: number; d2f: number } {
  const { heap } = kernels()
  return heap.scope(() => {
    const x = heap.f64(1)
    x[0] = r
    const out = { f: heap.f64(1), df: heap.f64(1), d2f: heap.f64(1), fk: heap.f64(0), dfk: heap.f64(0) }
    tableFunction(table, options).jacobian(1, x, heap.f64(0), out)
    return { f: out.f[0], df: out.df[0], d2f: out.d2f[0] }
  })
}

describe("tableFunction", () => {
  it.each(lammps)("is what LAMMPS computes: %s %i, table %s cut at %f, r = %f", (interpolation, points, name, cutoff, r, energy, first) => {
    const { f, df } = at(tables[name], { interpolation, points, cutoff }, r)
    expect(f).toBeCloseTo(energy, 12)
    expect(df).toBeCloseTo(first, 11)
  })

  it("has the derivative of its force as second derivative", () => {
    for (const interpolation of ["linear", "spline"] as const) {
      const options = { interpolation, points: 40 }
      for (const r of [1.63, 2.9, 5.23]) {
        const slope = centralDifference((shift) => [at(tables.PLAIN, options, r + shift).df], 1e-5)[0]
        expect(at(tables.PLAIN, options, r).d2f / slope).toBeCloseTo(1, 7)
      }
    }
  })

  it("ends at its cutoff and refuses what lies below its first radius", () => {
    const options = { interpolation: "spline", points: 40 } as const
    expect(at(tables.PLAIN, options, 5.6)).toEqual({ f: 0, df: 0, d2f: 0 })
    expect(() => at(tables.PLAIN, options, 1.49)).toThrow("below the first radius of table PLAIN, 1.5 Å")
    expect(() => tableFunction(tables.PLAIN, { ...options, cutoff: 5.7 })).toThrow("does not lie within table PLAIN")
  })
})

describe("tabulate", () => {
  it("gives back a function to the accuracy of its grid, exact at the nodes, truncated where it is", () => {
    const spline = splineFunction({ knots: [1.4, 2.2, 3.1, 4.6], order: "quintic", values: [3.2, -0.4, -0.2, -0.1] })
    const truncated = withCutoff(spline, "none", 4.6)
    const theta = parameterValues(spline.parameters)
    const table = tabulate("S", truncated, theta, { inner: 1.5, points: 801 })
    expect(table.energies[800]).toBeCloseTo(-0.1, 12)
    const { heap } = kernels()
    for (const r of [1.5, 1.777, 3.2, 4.59]) {
      const [x, f, df] = [Float64Array.of(r), heap.f64(1), heap.f64(1)]
      spline.evaluate(1, x, theta, f, df)
      const found = at(table, { interpolation: "spline", points: 2000 }, r)
      expect(Math.abs(found.f - f[0])).toBeLessThan(1e-8)
      expect(Math.abs(found.df - df[0])).toBeLessThan(1e-7)
    }
  })
})
