import type { StabilityRecord, TrialRecord } from "../proof-data.ts"
import type { ReportData } from "../report-data.ts"
import { table } from "../tables/table.ts"
import { escapeHtml, formatNumber, plainNumber } from "../text.ts"
import { type Heading, listed, section } from "./section.ts"

/** Matter in motion: one table a suite, the seeds of a trial in one row. */
export function stabilitySection({ stability = [] }: Pick<ReportData, "stability">): string {
  return stability.map((record) => stabilityPart(record, section)).join("\n")
}

/** What became of matter that was set in motion, under a heading. */
export function stabilityPart(record: StabilityRecord, heading: Heading): string {
  const { trials, crystals, notices, settings } = record
  const failed = trials.filter(({ passed }) => !passed)
  const outcome =
    trials.length === 0
      ? "Nothing could be tried."
      : failed.length === 0
        ? `All ${trials.length} trials were passed.`
        : `<span class="fail">${failed.length} of ${trials.length} trials failed.</span>`
  const at = settings.melting === "auto" ? "taken to melt" : "told to melt"
  const known = crystals.map(
    ({ name, volume, binding, melting }) =>
      `${escapeHtml(name)}: ${formatNumber(volume, 4)} Å³/atom, cohesive energy taken as ${formatNumber(binding, 3)} eV/atom, ${at} at ${melting.toFixed(0)} K`,
  )
  return heading(
    `Matter in motion, ${plainNumber(settings.picoseconds, 3)} ps a trial`,
    `${outcome} A trial fails when energies are no numbers, matter falls far below the lowest crystal of its density or heats up by itself, atoms lie on each other or are lost, a volume runs away, or what should be conserved drifts.`,
    listed([...known, ...notices.map(escapeHtml)]) + (trials.length === 0 ? "" : trialTable(record)) + failures(failed),
  )
}

function trialTable({ trials, settings }: StabilityRecord): string {
  const rows = [...Map.groupBy(trials, trialName)].map(([name, own]) => {
    const passed = own.filter((trial) => trial.passed).length
    const mark =
      passed === own.length
        ? `<span class="pass">✓ ${passed} of ${own.length}</span>`
        : `<span class="fail">✗ ${passed} of ${own.length}</span>`
    return [
      escapeHtml(name),
      mark,
      range(
        own,
        ({ atoms }) => atoms,
        (value) => String(value),
      ),
      range(
        own,
        ({ timestep }) => timestep,
        (value) => formatNumber(value, 3),
      ),
      range(
        own,
        ({ picoseconds }) => picoseconds,
        (value) => formatNumber(value, 2),
      ),
      range(
        own,
        ({ mean }) => mean,
        (value) => value.toFixed(0),
      ),
      largest(own, ({ drift }) => (drift === null ? null : 1000 * drift)),
      least(own, ({ shortest }) => shortest),
      own.every(({ swelling }) => swelling === 1)
        ? "fixed"
        : range(
            own,
            ({ swelling }) => swelling,
            (value) => value.toFixed(2),
          ),
    ]
  })
  const head = [
    "trial",
    "passed",
    "atoms",
    "step [fs]",
    "time [ps]",
    "mean T [K]",
    "drift [meV/atom/ps]",
    "shortest distance [Å]",
    "volume, end by start",
  ]
  const seeds = settings.seeds.length === 1 ? `seed ${settings.seeds[0]}` : `seeds ${settings.seeds.join(", ")}`
  const caption = `Matter set in motion from ${seeds}: velocity Verlet at constant energy, Langevin’s bath at constant volume, a barostat with rescaled velocities at zero pressure. Temperatures in the names are those that velocities are drawn at, and of the baths; means are over the second half. Drift: slope of the conserved energy, the largest of all seeds. Ranges are over seeds.`
  return table(head, rows, { text: [0, 1], caption })
}

/** The name of a trial without its seed: one for all seeds. */
function trialName({ name, seed }: TrialRecord): string {
  return name.replace(`, seed ${seed}`, "")
}

function failures(failed: readonly TrialRecord[]): string {
  if (failed.length === 0) return ""
  const entry = ({ name, reason, file }: TrialRecord): string =>
    `<b>${escapeHtml(name)}</b>: ${escapeHtml(reason ?? "")}${file === undefined ? "" : ` (<code>${escapeHtml(file)}</code>)`}`
  return `<h3>What failed</h3>${listed(failed.map(entry))}<p class="explanation">The files hold where the motion began, the last look at which all was well, and the one that shows the failure; labelled by the reference method they can be fitted to.</p>`
}

/** From the smallest to the largest that is known, as one number where they read alike. */
function range(own: readonly TrialRecord[], of: (trial: TrialRecord) => number | null, written: (value: number) => string): string {
  const known = numbersOf(own, of)
  if (known.length === 0) return "–"
  const [low, high] = [Math.min(...known), Math.max(...known)].map(written)
  return low === high ? low : `${low} … ${high}`
}

/** The smallest that is known. */
function least(own: readonly TrialRecord[], of: (trial: TrialRecord) => number | null): string {
  const known = numbersOf(own, of)
  return known.length === 0 ? "–" : Math.min(...known).toFixed(2)
}

/** What is furthest from zero. */
function largest(own: readonly TrialRecord[], of: (trial: TrialRecord) => number | null): string {
  const known = numbersOf(own, of)
  return known.length === 0
    ? "–"
    : formatNumber(
        known.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most)),
        2,
      )
}

function numbersOf(own: readonly TrialRecord[], of: (trial: TrialRecord) => number | null): readonly number[] {
  return own.flatMap((trial) => {
    const value = of(trial)
    return value !== null && Number.isFinite(value) ? [value] : []
  })
}
