import { gigapascal, observationRange, referenceObservations, reportPage, symbolOf } from "@luthier/core"
import type { ClassRecord, Configuration, ParameterRecord, ParityData, ReportData } from "@luthier/core"
import type { EngineCheck } from "../engines/check-lammps.ts"
import { writeWhole } from "../files/write-whole.ts"
import { version } from "../version.ts"
import type { Artefacts } from "./artefacts.ts"
import { potentialFile, type ConcludedRun } from "./conclude.ts"
import { readProgress } from "./progress.ts"

/** Points of a parity plot at most. */
const POINTS = 2000

/** Writes `report.html`. */
export async function writeReport(artefacts: Artefacts, run: ConcludedRun, checks: readonly EngineCheck[]): Promise<void> {
  await writeWhole(artefacts.report, reportPage(await reportData(artefacts, run, checks)))
}

async function reportData(artefacts: Artefacts, run: ConcludedRun, checks: readonly EngineCheck[]): Promise<ReportData> {
  const { prepared, state, result, fisher, metrics } = run
  const { potential, sets, config } = prepared
  const elements = potential.elements.map(symbolOf).join("–")
  const hashes = Object.entries(sets).flatMap(([name, { hashes }]) => Object.values(hashes).map((hash, k) => [`${name} ${k + 1}`, hash]))
  return {
    title: `${elements}: ${potential.spec.kind}`,
    summary: [
      `${metrics.parameters} parameters were fitted to ${sets.train.configurations.length} configurations.`,
      ...(state.outcome ? [`The solver ended after ${state.iteration} iterations: ${state.outcome.sentence}.`] : []),
    ],
    warnings: result.notices,
    sets: metrics.sets,
    parity: Object.entries(sets).flatMap(([name, { configurations }]) => parityOf(name, configurations, run.measured[name].predictions)),
    convergence: await readProgress(artefacts.progress),
    functions: [],
    parameters: parameterRecords(run),
    classes: result.classes.map(({ property, group, count, sigma, unit, origin }): ClassRecord => ({
      property,
      group,
      count,
      sigma,
      unit,
      origin,
    })),
    spectrum: fisher.spectrum.map(({ eigenvalue, direction }) => ({ value: eigenvalue, direction })),
    exports: checks.flatMap(({ engine, differences }) =>
      differences.map(({ quantity, largest, unit }) => ({ engine, quantity, difference: largest, unit })),
    ),
    provenance: { luthier: version, seed: String(config.seed), ...Object.fromEntries(hashes) },
  }
}

function parameterRecords(run: ConcludedRun): ParameterRecord[] {
  const errors = new Map(potentialFile(run).parameters.map(({ key, standardError }) => [key, standardError]))
  const free = new Set(run.result.names)
  return [...run.result.potential, ...run.result.baseline].map(({ key, value, unit, fixed, tie, lower, upper }) => {
    const standardError = errors.get(key)
    const bound = value === lower ? "at its lower bound" : value === upper ? "at its upper bound" : ""
    const open = free.has(key) && errors.has(key) && standardError === undefined ? "not determined by the data" : bound
    const remark = fixed ? "fixed" : tie ? `tied to ${tie.key}` : open
    return { key, value, unit, ...(standardError !== undefined && { standardError }), remark }
  })
}

function parityOf(set: string, configurations: readonly Configuration[], predictions: readonly Float64Array[]): ParityData[] {
  const kinds = [
    { property: "energy", range: "energy", unit: "eV/atom", scale: 1 },
    { property: "force", range: "forces", unit: "eV/Å", scale: 1 },
    { property: "stress", range: "stress", unit: "GPa", scale: 1 / gigapascal },
  ] as const
  return kinds.flatMap(({ property, range, unit, scale }) => {
    const points = configurations.flatMap((configuration, k) => {
      const [from, to] = observationRange(range, configuration.structure.numbers.length)
      const references = referenceObservations(configuration).slice(from, to)
      return Array.from(references, (reference, j) => ({
        group: configuration.group,
        reference: scale * reference,
        prediction: scale * predictions[k][from + j],
      })).filter((point) => Number.isFinite(point.reference))
    })
    if (points.length === 0) return []
    const every = Math.ceil(points.length / POINTS)
    return [{ set, property, unit, points: points.filter((_, k) => k % every === 0), total: points.length }]
  })
}
