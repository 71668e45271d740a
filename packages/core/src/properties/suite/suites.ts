import { Failure } from "../../failure/failure.ts"
import { equilibriumOf } from "../bulk/equilibrium.ts"
import { boundariesPart } from "./parts/boundaries.ts"
import type { Structure } from "../../atoms/structure.ts"
import { crystalPart } from "./parts/crystal.ts"
import { pointDefectsPart, surfacesPart } from "./parts/defects.ts"
import { dimersPart, measureDimers } from "./parts/dimers.ts"
import { elasticPart } from "./parts/elastic.ts"
import { equationOfStatePart } from "./parts/equation-of-state.ts"
import { faultsPart } from "./parts/faults.ts"
import { migrationPart } from "./parts/migration.ts"
import { measureMolecule } from "./parts/molecule.ts"
import { phononsPart } from "./parts/phonons.ts"
import { thermalPart } from "./parts/thermal.ts"
import type { Part, PartResult, Study } from "./study.ts"

/** A class of crystals. */
export type CrystalSuite = "metal" | "semiconductor"

/** A class of materials at rest. */
export type SuiteName = CrystalSuite | "molecule"

/** What is asked of each class. */
const suites: Readonly<Record<CrystalSuite, readonly Part[]>> = {
  metal: [
    crystalPart,
    equationOfStatePart,
    elasticPart,
    phononsPart,
    thermalPart,
    pointDefectsPart,
    migrationPart,
    surfacesPart,
    faultsPart,
    boundariesPart,
    dimersPart,
  ],
  semiconductor: [
    crystalPart,
    equationOfStatePart,
    elasticPart,
    phononsPart,
    thermalPart,
    pointDefectsPart,
    migrationPart,
    surfacesPart,
    dimersPart,
  ],
}

/** The suites that there are. */
export const suiteNames: readonly SuiteName[] = Object.freeze(["metal", "semiconductor", "molecule"])

/** Names of the parts of a suite, in the order in which they are worked out. */
export function partsOf(suite: SuiteName): readonly string[] {
  return suite === "molecule" ? ["molecule", dimersPart.name] : suites[suite].map(({ name }) => name)
}

/** What came out of one part. */
export interface MeasuredPart extends PartResult {
  readonly name: string
  readonly title: string
}

/** Works out the parts of a suite that are wanted, one at each step. */
export function* measureSuite(suite: CrystalSuite, study: Study, wanted: readonly string[] = partsOf(suite)): Generator<MeasuredPart> {
  for (const { name, title, always, measure } of suites[suite]) {
    if (!wanted.includes(name)) continue
    yield { name, title, ...refusable(() => (always || isAtRest(study) ? measure(study) : leftOut(study))) }
  }
}

function isAtRest({ point, crystal }: Study): boolean {
  return equilibriumOf(point, crystal).settled
}

function leftOut({ point, crystal }: Study): PartResult {
  return { values: [], remarks: [`left out: ${equilibriumOf(point, crystal).trouble}`], figures: [] }
}

/** The same of molecules: one that is given, and every pair of atoms. */
export function* measureMolecules(
  { point, spread }: Pick<Study, "point" | "spread">,
  molecule: Structure | null,
  wanted: readonly string[] = partsOf("molecule"),
): Generator<MeasuredPart> {
  if (molecule && wanted.includes("molecule"))
    yield { name: "molecule", title: "Molecule", ...refusable(() => measureMolecule(point, molecule, spread)) }
  if (wanted.includes(dimersPart.name)) yield { name: dimersPart.name, title: dimersPart.title, ...measureDimers({ point, spread }) }
}

/** What the potential refuses to answer is said, and the other parts go on. */
function refusable(work: () => PartResult): PartResult {
  try {
    return work()
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure
    return { values: [], remarks: [`not worked out: ${failure.message}`], figures: [] }
  }
}
