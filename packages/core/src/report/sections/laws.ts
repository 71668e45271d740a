import type { Verdict } from "../../certificate/certificate.ts"
import { dimerFigure } from "../figures/dimer-curve.ts"
import type { CertificateRecord } from "../proof-data.ts"
import type { ReportData } from "../report-data.ts"
import { table } from "../tables/table.ts"
import { escapeHtml, formatNumber } from "../text.ts"
import { captioned, explained, type Heading, listed, row, section, subsection } from "./section.ts"

/** Marks that are told apart without colour too. */
const marks: Readonly<Record<Verdict, string>> = { pass: "✓ passed", fail: "✗ failed", "not applicable": "– not applicable" }

/** Pairs whose curves are drawn, at most. */
const FIGURES = 12

/** In a report: the certificate as one part. */
export function certificateSection({ certificate }: Pick<ReportData, "certificate">): string {
  if (!certificate) return ""
  const [laws, ...rest] = certificateParts(certificate, subsection)
  return section("Laws that every potential must obey", "", laws.replace(/^<h3>.*?<\/h3>/u, "") + rest.join("\n"))
}

/** What was tried, how it came out, and what was seen on the way, each under a heading. */
export function certificateParts(certificate: CertificateRecord, heading: Heading): readonly string[] {
  return [lawsPart, failuresPart, dimersPart, crystalsPart, samplesPart].map((part) => part(certificate, heading)).filter(Boolean)
}

function lawsPart({ checks }: CertificateRecord, heading: Heading): string {
  const rows = checks.map(({ name, law, verdict, quantity, unit, measured, bound, compared, worst }) => [
    `<b>${escapeHtml(name)}</b><br><span class="none">${escapeHtml(law)}</span>`,
    `<span class="${verdict === "not applicable" ? "none" : verdict}">${marks[verdict]}</span>`,
    ...(verdict === "not applicable"
      ? [`<span class="none">${escapeHtml(worst)}</span>`, "", "", ""]
      : [
          escapeHtml(quantity),
          measured === null ? "not a number" : withUnit(measured, unit),
          bound === null ? "" : withUnit(bound, unit),
          String(compared),
        ]),
  ])
  return heading(
    "Laws",
    "Every law was tried on every structure below; the numbers are those of the worst case. Bounds are rounding, or what molecular dynamics does not notice.",
    table(["law", "", "what was measured", "worst case", "bound", "comparisons"], rows, {
      text: [0, 1, 2],
      caption: "The laws, and how well the potential obeys them.",
    }),
  )
}

function withUnit(value: number, unit: string): string {
  return `${formatNumber(value, 2)}${unit && ` ${escapeHtml(unit)}`}`
}

function failuresPart({ checks }: CertificateRecord, heading: Heading): string {
  const failed = checks.filter(({ verdict }) => verdict === "fail")
  if (failed.length === 0) return ""
  return heading(
    "What failed",
    "The structures in which it can be seen are saved beside the certificate; labelled by the reference method they can be fitted to.",
    listed(
      failed.map(
        ({ name, worst }) => `<b>${escapeHtml(name)}</b>: ${escapeHtml(worst)} (<code>failures/${escapeHtml(name)}.extxyz</code>)`,
      ),
    ),
  )
}

function dimersPart({ dimers }: CertificateRecord, heading: Heading): string {
  if (dimers.length === 0) return ""
  const more = dimers.length > FIGURES ? explained(`${dimers.length - FIGURES} more pairs are in certificate.json.`) : ""
  const figures = dimers
    .slice(0, FIGURES)
    .map((curve) => captioned(`<b>${escapeHtml(curve.pair)}</b>: energy of two atoms against free ones.`, dimerFigure(curve)))
  return heading(
    "Two atoms",
    "The shaded range is closer than atoms are meant to come: there the curve must only rise.",
    row(figures) + more,
  )
}

function crystalsPart({ crystals }: CertificateRecord, heading: Heading): string {
  if (crystals.length === 0) return ""
  const rows = crystals.map(({ name, nearest, volume, energy }) => [
    escapeHtml(name),
    ...[formatNumber(nearest, 4), formatNumber(volume, 4), formatNumber(energy, 4)],
  ])
  return heading(
    "Crystals at rest",
    "Clusters may not lie below mixtures of these and of the data.",
    table(["crystal", "nearest neighbours [Å]", "volume [Å³/atom]", "energy [eV/atom]"], rows, {
      caption: "Crystals as the potential has them; energies are counted from its free atoms.",
    }),
  )
}

function samplesPart({ samples, refused }: CertificateRecord, heading: Heading): string {
  const list = samples
    .map(({ name, atoms }) => `${escapeHtml(withoutFolders(name))}: ${atoms} ${atoms === 1 ? "atom" : "atoms"}`)
    .join("; ")
  const out = refused.length === 0 ? "" : `<p>Not tried, as the potential refuses them: ${refused.map(escapeHtml).join("; ")}.</p>`
  return heading("Structures that laws were tried on", "", `<p>${list}.</p>${out}`)
}

/** `Cu.xyz (frame 3)` of `data/Cu.xyz (frame 3)`. */
function withoutFolders(name: string): string {
  return name.replace(/^.*[/\\](?=[^/\\]+ \(frame \d+\)$)/u, "")
}
