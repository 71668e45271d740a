import { z } from "zod"
import { Failure } from "../../failure/failure.ts"
import { type Dimension, parseQuantity } from "../../units/quantity.ts"
import { type ElasticKey, elasticKeys, type TargetEntry } from "./entries.ts"
import { measured, type Measured, type MeasuredInput } from "./measured.ts"

function quantity(dimension: Dimension): z.ZodType<number, number | string> {
  return z.union([z.number(), z.string()]).transform((value, context) => {
    try {
      return parseQuantity(value, dimension)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      context.addIssue({ code: "custom", message: `${dimension}: ${error.message}${error.advice ? `; ${error.advice}` : ""}` })
      return z.NEVER
    }
  })
}

const positive = (dimension: Dimension) => quantity(dimension).refine((value) => value > 0, { message: "a quantity above zero" })

const fraction = z.union([z.number(), z.string()]).transform((value, context) => {
  const [top, bottom = 1] = typeof value === "number" ? [value] : value.split("/").map(Number)
  const found = top / bottom
  if (Number.isFinite(found)) return found
  context.addIssue({ code: "custom", message: "a number, or a fraction such as 1/3" })
  return z.NEVER
})

const triple = z.tuple([fraction, fraction, fraction])
const plane = z.tuple([z.int(), z.int(), z.int()])
const copies = z.int().min(1).max(20)

const inCell = {
  supercell: z
    .tuple([copies, copies, copies])
    .optional()
    .describe("copies of the conventional cell; as many as make it 10 Å long when left out"),
  cell: z.enum(["fixed", "relaxed"]).default("fixed").describe("the cell of the perfect crystal, or one at zero pressure"),
  symmetry: z.enum(["kept", "broken"]).default("kept").describe("whether the site keeps its symmetry"),
  reservoir: z.string().optional().describe("name of the crystal where the atom stands otherwise; needed in compounds"),
}

const vacancy = z.strictObject({
  energy: measured("energy").describe("formation energy"),
  site: z.int().min(1).default(1).describe("which atom of the primitive cell is left out"),
  ...inCell,
})

const interstitial = z
  .strictObject({
    energy: measured("energy").describe("formation energy"),
    site: z.union([z.string(), triple]).optional().describe("octahedral, tetrahedral, …, or a place in units of the conventional cell"),
    dumbbell: triple.optional().describe("direction of two atoms in the place of one, such as [1, 0, 0]"),
    element: z.string().optional().describe("of the added atom; that of the crystal when left out"),
    ...inCell,
  })
  .refine(({ site, dumbbell }) => (site === undefined) !== (dumbbell === undefined), { message: "either `site` or `dumbbell`" })

const layers = z.int().min(1).max(200).optional().describe("lattice planes in the cell; enough for 15 Å when left out")
const surface = z.strictObject({
  plane: plane.describe("Miller indices in the conventional cell"),
  energy: measured("energy per area").describe("per area of one face"),
  layers,
  relax: z.enum(["positions", "normal", "none"]).default("positions").describe("which way ions move"),
})
const fault = surface.extend({
  shift: triple.describe(
    "of one half against the other, in units of the conventional cell; [1/6, 1/6, -1/3] is the intrinsic fault of fcc",
  ),
  relax: z.enum(["positions", "normal", "none"]).default("normal").describe("which way ions move"),
})

/** One of something may stand for a list of one; a number alone for the energy of one. */
const oneOrMore = <Entry extends z.ZodType>(entry: Entry) => z.union([entry.transform((one) => [one]), z.array(entry)])

const lattice = {
  a: measured("length").optional().describe("length of the first vector of the conventional cell; also where relaxation starts"),
  b: measured("length").optional().describe("the second one"),
  c: measured("length").optional().describe("the third one"),
  alpha: measured("angle").optional().describe("between the second and the third vector of the conventional cell"),
  beta: measured("angle").optional().describe("between the first and the third vector"),
  gamma: measured("angle").optional().describe("between the first and the second vector"),
  "c/a": measured("number").optional().describe("ratio of the third and the first"),
  volume: measured("volume per atom").optional().describe("volume per atom"),
}

const elastic: Record<ElasticKey, z.ZodOptional<z.ZodType<Measured, MeasuredInput>>> = Object.fromEntries(
  elasticKeys.map((key) => [
    key,
    measured("stress")
      .optional()
      .describe("elastic constant, and so on to C66, in Voigt order xx yy zz yz xz xy and in the axes of the conventional cell"),
  ]),
)

const crystal = z
  .strictObject({
    crystal: z.string().optional().describe("a prototype by name: fcc, bcc, hcp, diamond, A15, B1, B2, B3, L1_2, wurtzite, …"),
    file: z.string().optional().describe("or a file with its cell, relative to the config"),
    name: z.string().optional().describe("by which other entries refer to it; its prototype and elements when left out"),
    element: z.string().optional().describe("of a crystal of one element"),
    elements: z.array(z.string()).min(1).optional().describe("in the order of the formula"),
    start: z
      .strictObject({
        a: positive("length").describe("length of the first vector of the conventional cell [Å]"),
        c: positive("length").optional().describe("length of the third [Å]"),
      })
      .optional()
      .describe("lattice parameters where relaxation starts, when `a` is no target"),
    pressure: quantity("stress").default(0).describe("at which lattice parameters and elastic constants are taken"),
    ions: z.enum(["relaxed", "clamped"]).default("relaxed").describe("of elastic constants"),
    ...lattice,
    ...elastic,
    cohesive: measured("energy per atom").optional().describe("cohesive energy per atom against free atoms, above zero"),
    bulkModulus: measured("stress").optional().describe("of the crystal under hydrostatic pressure, its shape relaxed"),
    bulkModulusDerivative: measured("number").optional().describe("its derivative with pressure"),
    above: z.record(z.string(), measured("energy per atom")).default({}).describe("energy per atom above another crystal, by its name"),
    energies: z
      .array(
        z.strictObject({
          volume: positive("volume per atom").describe("per atom"),
          energy: measured("energy per atom").describe("energy per atom"),
          above: z.enum(["minimum", "free atoms"]).default("minimum").describe("what the energy is counted from"),
        }),
      )
      .default([])
      .describe("points of the curve E(V): `volume` and `energy`, both per atom, counted from the `minimum`, or `above: free atoms`"),
    pressures: z
      .array(
        z.strictObject({
          volume: positive("volume per atom").describe("per atom"),
          pressure: measured("stress").describe("pressure there"),
        }),
      )
      .default([])
      .describe("points of the curve p(V): `volume` per atom and `pressure`"),
    vacancy: z
      .union([
        measured("energy").transform((energy) => [{ energy, site: 1, cell: "fixed" as const, symmetry: "kept" as const }]),
        oneOrMore(vacancy),
      ])
      .default([])
      .describe("formation energy of a vacancy"),
    interstitials: oneOrMore(interstitial).default([]).describe("formation energies of interstitials"),
    surfaces: oneOrMore(surface).default([]).describe("surface energies"),
    stackingFaults: oneOrMore(fault).default([]).describe("stacking-fault energies"),
    phonons: oneOrMore(
      z.strictObject({
        q: triple.describe("in units of the conventional reciprocal vectors"),
        frequencies: z.array(measured("frequency").nullable()).min(1).describe("lowest first, null for those not known"),
      }),
    )
      .default([])
      .describe("frequencies at q (in units of the conventional reciprocal vectors), lowest first, null for those not known"),
  })
  .refine((entry) => (entry.crystal === undefined) !== (entry.file === undefined), { message: "either `crystal` or `file`" })

const dimer = z.strictObject({
  dimer: z.tuple([z.string(), z.string()]).describe("two elements"),
  energies: z
    .array(
      z.strictObject({
        distance: positive("length").describe("between the two [Å]"),
        energy: measured("energy").describe("of the two together"),
      }),
    )
    .min(1)
    .describe("at each `distance` the `energy` of the two, counted from free atoms"),
})

/** The `targets` of a config. What it gives is valid input again, so that a resolved config can be run. */
export const targetsSchema: z.ZodType<readonly TargetEntry[]> = z
  .array(z.union([crystal, dimer]))
  .describe("measured or computed properties of crystals that the potential shall have, beside the data")
