import type { IdentifyRecord } from "../../inference/identifiability/identify-record.ts"
import { correlationFigure, MOST_CORRELATED } from "../figures/correlation.ts"
import { drawnByRank, ladderFigure, type LadderSpectrum } from "../figures/ladder.ts"
import type { ReportData } from "../report-data.ts"
import { legend } from "../series.ts"
import { table } from "../tables/table.ts"
import { escapeHtml, formatCount, formatNumber, formatWithError } from "../text.ts"
import { captioned, explained, folded, row, section } from "./section.ts"

/** Rows of the tables of directions and correlations. */
const SHOWN = 8
/** Parameters of the table at most. */
const MANY = 400

/** In a report: what says what, and what would be lost; all else is in `identify.html`. */
export function sourcesSection({ information }: ReportData): string {
  return information && information.names.length > 0 ? informationSection(information) + withoutSection(information) : ""
}

/** What says what: spectra by class of data, parameters decided, bits. */
export function informationSection({ parts, spectrum, decades, decadesByValue, scale }: IdentifyRecord): string {
  const rows = parts.map(({ name, rows: count, decides, bits, opens, rank, decades: own, unfelt }) => [
    escapeHtml(name),
    formatCount(count),
    decides.toFixed(1),
    bits.toFixed(1),
    opens > 0 ? String(opens) : "–",
    String(rank),
    own.toFixed(1),
    unfelt.length === 0 ? "" : `<code>${escapeHtml(few(unfelt))}</code>`,
  ])
  const head = ["", "data", "parameters it decides", "bits it adds", "directions only it sees", "rank alone", "decades alone", "not felt"]
  const byValue = decadesByValue === null ? "" : `; ${formatNumber(decadesByValue, 3)} in units of the values`
  const units = scale === "value" ? "of its value" : "of what it alone would be known to"
  const spectra = [{ name: "together", eigenvalues: known(spectrum) }, ...parts.map(({ name, eigenvalues }) => ({ name, eigenvalues }))]
  return section(
    "What the data say",
    `The information spans ${formatNumber(decades, 3)} decades with each parameter in units ${units}${byValue}. Bits: half the logarithm (base 2) of the factor by which a class of data lowers the volume that all others leave to the parameters; directions that nothing else sees are counted apart, since there the factor has no end.`,
    table(head, rows, { text: [0, 7], caption: "What each class of data says of the parameters." }) +
      captioned(
        "Eigenvalues of the Fisher information of all data together, and of each class alone. Directions that are left open are not drawn.",
        ladders(spectra),
      ),
  )
}

/** The same spectra with and without each class of data. */
export function withoutSection({ parts, spectrum }: IdentifyRecord): string {
  const shown = parts.filter(({ name, bits, opens }) => name !== "priors" && parts.length > 1 && (bits > 0 || opens > 0))
  if (shown.length === 0) return ""
  const figures = shown.map(({ name, without, bits, opens }) => {
    const spectra = [
      { name: "all", eigenvalues: known(spectrum) },
      { name: `without ${name}`, eigenvalues: without.eigenvalues },
    ]
    const gained = `${bits.toFixed(1)} bits${opens > 0 ? `, and ${opens} ${opens === 1 ? "direction" : "directions"} that nothing else sees` : ""}`
    return captioned(`With and without ${escapeHtml(name)}: ${gained}.`, ladders(spectra))
  })
  return section("What would be lost without it", "Spectra of the information with and without a class of data.", row(figures))
}

/** Stiff, sloppy and open directions by their parameters. */
export function directionsSection({ spectrum, open, rank }: IdentifyRecord): string {
  const named = (some: IdentifyRecord["spectrum"]): string =>
    table(
      ["eigenvalue", "", "direction"],
      some.map(({ eigenvalue, kind, direction }) => [formatNumber(eigenvalue, 3), kind, escapeHtml(direction)]),
      { text: [1, 2] },
    )
  const seen = spectrum.slice(0, rank)
  const long = seen.length > 2 * SHOWN
  const known = long ? `<h3>The stiffest</h3>${named(seen.slice(0, SHOWN))}<h3>The sloppiest</h3>${named(seen.slice(-SHOWN))}` : named(seen)
  const findings =
    open.length === 0
      ? explained("The data leave no direction open.")
      : `<h3>Left open by the data</h3>${table(
          ["", "", "decided by", "why"],
          open.map(({ what, kind, decidedBy, reason }) => [`<code>${escapeHtml(what)}</code>`, kind, decidedBy, escapeHtml(reason)]),
          { text: [0, 1, 2, 3] },
        )}`
  return section(
    "Directions",
    "Combinations of parameters from the one that is known best to the one that is known least. Structural: no data of this kind could ever determine it. Practical: these data do not.",
    known + findings,
  )
}

/** Values with their errors, and how they depend on each other. */
export function knowledgeSection({ parameters, strongest, correlation, names }: IdentifyRecord): string {
  const shown = parameters.slice(0, MANY)
  const rows = shown.map(({ key, value, unit, standardError, interval: [low, high], remark }) => [
    `<code>${escapeHtml(key)}</code>`,
    formatWithError(value, standardError ?? undefined),
    escapeHtml(unit === "1" ? "" : unit),
    standardError === null ? "∞" : formatNumber(standardError, 3),
    standardError === 0 ? "" : `${low === null ? "−∞" : formatNumber(low, 5)} … ${high === null ? "∞" : formatNumber(high, 5)}`,
    escapeHtml(remark),
  ])
  const pairs = strongest
    .slice(0, SHOWN)
    .map(({ one, other, correlation: value }) => [
      `<code>${escapeHtml(one)}</code>`,
      `<code>${escapeHtml(other)}</code>`,
      formatNumber(value, 4),
    ])
  const figure = correlation && names.length > 1 && names.length <= MOST_CORRELATED ? correlationFigure(names, correlation) : ""
  const summary =
    parameters.length > MANY
      ? `the first ${MANY} of ${parameters.length} parameters; all are in identify.json`
      : `${shown.length} parameters`
  return section(
    "Parameters",
    "Intervals are those of the quadratic approximation, for the form as given; profiles see beyond it.",
    folded(summary, rows.length, table(["parameter", "value", "unit", "standard error", "95 % interval", ""], rows, { text: [0, 2, 5] })) +
      (pairs.length > 0 ? `<h3>Most correlated</h3>${table(["", "", "correlation"], pairs, { text: [0, 1] })}` : "") +
      figure,
  )
}

/** Eigenvalues of directions that are known. */
function known(spectrum: IdentifyRecord["spectrum"]): readonly number[] {
  return spectrum.map(({ eigenvalue, kind }) => (kind === "undetermined" ? 0 : eigenvalue))
}

/** Ladders carry their names; curves need a legend. */
function ladders(spectra: readonly LadderSpectrum[]): string {
  const names = spectra.map(({ name }) => name)
  return (drawnByRank(spectra) ? legend(names, "line") : "") + ladderFigure(spectra)
}

function few(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 6).join(", ")} and ${names.length - 6} more` : names.join(", ")
}
