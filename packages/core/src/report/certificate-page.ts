import type { Certificate, CertificateCheck, Verdict } from "../certificate/certificate.ts"
import { dimerFigure } from "./figures/dimer-curve.ts"
import { captioned, row, section } from "./sections/section.ts"
import { style } from "./style.ts"
import { table } from "./tables/table.ts"
import { escapeHtml, formatNumber } from "./text.ts"

/** Marks that are told apart without colour too. */
const marks: Readonly<Record<Verdict, string>> = { pass: "✓ passed", fail: "✗ failed", "not applicable": "– not applicable" }
const look = `.pass { color: #00704f; } .fail { color: #b33c00; font-weight: 600; } .none { color: var(--soft); }
td.wide { white-space: normal; min-width: 16rem; }`

/** Pairs whose curves are drawn, at most. */
const FIGURES = 12

/** A certificate as one self-contained HTML document: what was tried, how it came out, and what was seen on the way. */
export function certificatePage(title: string, summary: readonly string[], certificate: Certificate): string {
  const sections = [checksSection, failuresSection, dimersSection, crystalsSection, samplesSection]
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}${look}</style></head>
<body><main>
<h1>${escapeHtml(title)}</h1>
${summary.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("\n")}
${sections.map((one) => one(certificate)).join("\n")}
</main></body></html>
`
}

function checksSection({ checks }: Certificate): string {
  const rows = checks.map(({ name, law, verdict, quantity, unit, measured, bound, compared, worst }) => [
    `<b>${escapeHtml(name)}</b><br><span class="none">${escapeHtml(law)}</span>`,
    `<span class="${verdict === "not applicable" ? "none" : verdict}">${marks[verdict]}</span>`,
    ...(verdict === "not applicable"
      ? [`<span class="none">${escapeHtml(worst)}</span>`, "", "", ""]
      : [
          escapeHtml(quantity),
          measured === null ? "not a number" : `${formatNumber(measured, 2)}${unit && ` ${escapeHtml(unit)}`}`,
          bound === null ? "" : `${formatNumber(bound, 2)}${unit && ` ${escapeHtml(unit)}`}`,
          String(compared),
        ]),
  ])
  return section(
    "Laws",
    "Every law was tried on every structure below; the numbers are those of the worst case. Bounds are rounding, or what molecular dynamics does not notice.",
    table(["law", "", "what was measured", "worst case", "bound", "comparisons"], rows, [0, 1, 2]).replaceAll(
      "<td><b>",
      '<td class="wide"><b>',
    ),
  )
}

function failuresSection({ checks }: Certificate): string {
  const failed = checks.filter(({ verdict }) => verdict === "fail")
  if (failed.length === 0) return ""
  const entry = ({ name, worst }: CertificateCheck): string =>
    `<li><b>${escapeHtml(name)}</b>: ${escapeHtml(worst)} (<code>failures/${escapeHtml(name)}.extxyz</code>)</li>`
  return section(
    "What failed",
    "The structures in which it can be seen are saved beside this page; labelled by the reference method they can be fitted to.",
    `<ul>${failed.map(entry).join("\n")}</ul>`,
  )
}

function dimersSection({ dimers }: Certificate): string {
  const more = dimers.length > FIGURES ? `<p class="explanation">${dimers.length - FIGURES} more pairs are in certificate.json.</p>` : ""
  const figures = dimers.slice(0, FIGURES).map((curve) => captioned(escapeHtml(curve.pair), dimerFigure(curve)))
  return section(
    "Two atoms",
    "Energy of a dimer against free atoms. The shaded range is closer than atoms are meant to come: there the curve must only rise.",
    row(figures) + more,
  )
}

function crystalsSection({ crystals }: Certificate): string {
  if (crystals.length === 0) return ""
  const rows = crystals.map(({ name, nearest, volume, energy }) => [
    escapeHtml(name),
    ...[formatNumber(nearest, 5), formatNumber(volume, 5), formatNumber(energy, 5)],
  ])
  return section(
    "Crystals at rest",
    "As the potential has them; energies are counted from its free atoms. Clusters may not lie below mixtures of these and of the data.",
    table(["crystal", "nearest neighbours [Å]", "volume [Å³/atom]", "energy [eV/atom]"], rows),
  )
}

function samplesSection({ samples, refused }: Certificate): string {
  const list = samples.map(({ name, atoms }) => `${escapeHtml(name)} (${atoms} atoms)`).join("; ")
  const out = refused.length === 0 ? "" : `<p>Not tried, as the potential refuses them: ${refused.map(escapeHtml).join("; ")}.</p>`
  return section("Structures", "What the laws were tried on.", `<p>${list}.</p>${out}`)
}
