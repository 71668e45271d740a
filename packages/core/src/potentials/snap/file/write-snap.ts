import { symbolOf } from "../../../atoms/elements.ts"
import type { SnapSettings } from "../settings.ts"

/** The text of a `.snapcoeff` file, every number with all its digits. */
export function writeSnapCoefficients(settings: SnapSettings, theta: Float64Array): string {
  const { elements, radii, weights } = settings
  const own = theta.length / elements.length
  const blocks = elements.map((element, a) =>
    [`${symbolOf(element)} ${radii[a]} ${weights[a]}`, ...Array.from(theta.subarray(a * own, (a + 1) * own), String)].join("\n"),
  )
  return `# Written by Luthier: coefficients [eV]\n${elements.length} ${own}\n${blocks.join("\n")}\n`
}

/** The text of a `.snapparam` file; keywords that older versions of LAMMPS do not know only where they are needed. */
export function writeSnapParameters(settings: SnapSettings): string {
  const { cutoffFactor, twojmax, angleFactor, start, fade, subtractLone, quadratic, chemical, normalised, selfInAll, inner } = settings
  const always = [
    ["rcutfac", cutoffFactor],
    ["twojmax", twojmax],
    ["rfac0", angleFactor],
    ["rmin0", start],
    ["switchflag", Number(fade)],
    ["bzeroflag", Number(subtractLone)],
    ["quadraticflag", Number(quadratic)],
  ] as const
  const set = [
    ["chemflag", chemical],
    ["bnormflag", normalised],
    ["wselfallflag", selfInAll],
    ["switchinnerflag", inner !== undefined],
  ] as const
  const lines = [
    "# Written by Luthier: lengths [Å]",
    ...always.map(([keyword, value]) => `${keyword} ${value}`),
    ...set.filter(([, on]) => on).map(([keyword]) => `${keyword} 1`),
    ...(inner ? [`sinner ${inner.centres.join(" ")}`, `dinner ${inner.widths.join(" ")}`] : []),
  ]
  return `${lines.join("\n")}\n`
}
