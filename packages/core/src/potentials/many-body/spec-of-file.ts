import { describePlace, Failure, SpecFailure } from "../../failure/failure.ts"
import type { PotentialSpec } from "../potential.ts"
import { settingValue, settingWithValue, type ParameterSetting } from "../spec/parameter-setting.ts"
import type { SectionSpec } from "./section.ts"

/** Fields of a spec that may start from a file. */
interface FileFields extends PotentialSpec {
  readonly file?: string | undefined
  readonly text?: string | undefined
  readonly labels?: readonly string[] | undefined
  readonly elements: readonly string[] | "auto"
}

/**
 * The spec in the file that a spec starts from, if it names one.
 *
 * @param read makes the spec of a file's text, see `readEntries`
 * @throws SpecFailure for a file that was not read, cannot be understood, or is for other elements.
 */
export function specOfFile<Spec extends FileFields>(
  { file, text, labels, elements }: FileFields,
  read: (text: string, file: string, labels: readonly string[] | undefined) => Spec,
): Spec | undefined {
  if (text === undefined) {
    if (file !== undefined)
      throw new SpecFailure(`the file ${file} was not read`, { path: ["file"], advice: "give its contents as `text`" })
    if (labels !== undefined) throw new SpecFailure("labels are given, but no file", { path: ["labels"] })
    return undefined
  }
  const found = readPlaced(() => read(text, file ?? "text", labels))
  const symbols = [...found.elements]
  if (elements === "auto" || [...elements].toSorted().join() === symbols.toSorted().join()) return found
  throw new SpecFailure(`the file is for ${symbols.join(", ")}, not for ${elements.join(", ")}`, {
    path: ["elements"],
    advice: "choose among the elements of the file with `labels`",
  })
}

/** A failure in the file is one of the field that names it. */
function readPlaced<T>(read: () => T): T {
  try {
    return read()
  } catch (failure) {
    if (!(failure instanceof Failure) || failure instanceof SpecFailure) throw failure
    const where = failure.place ? `${describePlace(failure.place)}: ` : ""
    throw new SpecFailure(`${where}${failure.message}`, { path: ["file"], advice: failure.advice, cause: failure })
  }
}

/** The entries of a file; what a spec says of their parameters (a value, bounds, whether it is held) comes before them. */
export function mergedSection(found: SectionSpec = {}, given: SectionSpec = {}): SectionSpec {
  const merged: Record<string, Record<string, ParameterSetting | undefined>> = {}
  for (const [key, settings] of Object.entries(found)) merged[key] = { ...settings }
  for (const [key, settings] of Object.entries(given)) {
    const entry = (merged[key] ??= {})
    for (const [name, setting] of Object.entries(settings)) {
      const known = settingValue(entry[name])
      const open = setting !== undefined && settingValue(setting) === undefined
      const tied = typeof setting === "object" && setting.tie !== undefined
      entry[name] = open && !tied && known !== undefined ? settingWithValue(setting, known) : setting
    }
  }
  return merged
}
