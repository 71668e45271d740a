import { Failure } from "../failure/failure.ts"
import type { KeyChoice, LabelKeys, ReadOptions } from "./reader.ts"

/**
 * Names under which data files keep their labels, in order of precedence; case does not matter. Names that say “reference” come first,
 * because files that have them keep a calculator's own results under the plain ones. `energy` comes before `free_energy`, as ASE
 * writes both and the field fits the former.
 */
export const labelNames: Readonly<Record<Label, readonly string[]>> = {
  energy: ["ref_energy", "dft_energy", "reference_energy", "qm_energy", "energy", "potential_energy", "free_energy"],
  forces: ["ref_forces", "ref_force", "dft_forces", "dft_force", "reference_forces", "qm_forces", "forces", "force"],
  stress: ["ref_stress", "ref_virial", "ref_virials", "dft_stress", "dft_virial", "dft_virials", "stress", "virial", "virials"],
}

/** The three labels a configuration may have. */
export type Label = "energy" | "forces" | "stress"

const labels: readonly Label[] = ["energy", "forces", "stress"]

/** Whether a key would be taken for a label. */
export function looksLikeLabel(key: string): boolean {
  const lower = key.toLowerCase()
  return Object.values(labelNames).some((names) => names.includes(lower))
}

/** Whether a frame that has `key` beside its labels under the names `written` would have `key` taken for one of them. */
export function displacesLabel(key: string, written: readonly string[]): boolean {
  const lower = key.toLowerCase()
  return Object.values(labelNames).some((names) => {
    const rank = names.indexOf(lower)
    return rank >= 0 && !names.slice(0, rank).some((name) => written.includes(name))
  })
}

/** Decides for each frame of a file which key holds a label, and that the decision stays the same from frame to frame. */
export interface LabelChooser {
  /** The key of this label among those the frame has, or `undefined`. */
  choose(label: Label, keys: Iterable<string>, fail: (what: string, advice: string) => Failure): string | undefined
  /** To be called at the end of the file. @throws Failure when a key the user asked for was nowhere in it. */
  finish(): void
  /** What was chosen so far. */
  report(): LabelKeys
}

/** A chooser for one file; `options.keys` overrides the detection. */
export function labelChooser(file: string, format: string, options: ReadOptions): LabelChooser {
  const used: Record<Label, Set<string>> = { energy: new Set(), forces: new Set(), stress: new Set() }
  const seen: Record<Label, Set<string>> = { energy: new Set(), forces: new Set(), stress: new Set() }
  const unused = new Set<string>()
  return {
    choose(label, keys, fail) {
      const wanted = options.keys?.[label]
      const here = [...keys]
      for (const key of here) seen[label].add(key)
      const chosen = wanted === undefined ? detect(label, here) : pick(wanted, here)
      for (const key of here) if (key !== chosen && labelNames[label].includes(key.toLowerCase())) unused.add(key)
      if (chosen === undefined) return undefined
      const [before] = used[label]
      if (wanted === undefined && before !== undefined && before !== chosen) {
        throw fail(
          `this frame has its ${label} under “${chosen}”, earlier frames under “${before}”`,
          `say which is meant: keys: { ${label}: ${before} }, or in order of preference keys: { ${label}: [${chosen}, ${before}] }`,
        )
      }
      used[label].add(chosen)
      return chosen
    },
    finish() {
      for (const label of labels) {
        const wanted = options.keys?.[label]
        if (wanted === undefined || wanted === null || used[label].size > 0) continue
        const list = typeof wanted === "string" ? wanted : wanted.join(", ")
        throw new Failure(`no frame has its ${label} under “${list}”`, {
          place: { file },
          advice:
            seen[label].size > 0 ? `it does have: ${[...seen[label]].slice(0, 12).join(", ")}` : "correct the keys, or leave them out",
        })
      }
    },
    report() {
      const names = (label: Label) => Object.freeze([...used[label]])
      const all = new Set([...used.energy, ...used.forces, ...used.stress])
      const rest = Object.freeze([...unused].filter((key) => !all.has(key)))
      return Object.freeze({ file, format, energy: names("energy"), forces: names("forces"), stress: names("stress"), unused: rest })
    },
  }
}

function detect(label: Label, keys: readonly string[]): string | undefined {
  for (const name of labelNames[label]) {
    const found = keys.find((key) => key.toLowerCase() === name)
    if (found !== undefined) return found
  }
  return undefined
}

function pick(wanted: KeyChoice, keys: readonly string[]): string | undefined {
  if (wanted === null) return undefined
  return (typeof wanted === "string" ? [wanted] : wanted).find((key) => keys.includes(key))
}
