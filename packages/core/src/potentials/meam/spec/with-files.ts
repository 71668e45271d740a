import { describePlace, Failure, SpecFailure } from "../../../failure/failure.ts"
import { mergedSection } from "../../many-body/spec-of-file.ts"
import { parameterSetting, settingValue, settingWithValue } from "../../spec/parameter-setting.ts"
import { readMeam } from "../file/read.ts"
import type { MeamSpec } from "./meam-spec.ts"
import { atomParameters } from "./parameters.ts"

/** A spec that starts from files with all that is in them; what it says itself comes before them. */
export function withFiles(given: MeamSpec): MeamSpec {
  const { library, settings, names, ...own } = given
  if (!library) {
    const path = settings ? ["settings"] : ["names"]
    if (settings ?? names) throw new SpecFailure("no library is given", { path, advice: "give it as `library: { file: library.meam }`" })
    return given
  }
  const found = readPlaced(textOf(library, "library"), settings && textOf(settings, "settings"), names)
  const { elements } = own
  if (elements !== "auto" && elements.toSorted().join() !== [...found.elements].toSorted().join()) {
    throw new SpecFailure(`the files are for ${[...found.elements].join(", ")}, not for ${elements.join(", ")}`, {
      path: ["elements"],
      advice: "choose among the entries of the library with `names`, in the order in which the parameter file counts them",
    })
  }
  return {
    ...found,
    ...own,
    elements: found.elements,
    atoms: merged(found.atoms, own.atoms),
    ...((found.pairs ?? own.pairs) && { pairs: merged(found.pairs, own.pairs) }),
    screening: mergedSection(found.screening, own.screening),
  }
}

function textOf({ file, text }: { readonly file: string; readonly text?: string | undefined }, field: string) {
  if (text !== undefined) return { file, text }
  throw new SpecFailure(`the file ${file} was not read`, { path: [field, "file"], advice: "give its contents as `text`" })
}

/** A failure in a file is one of the field that names it. */
function readPlaced(...[library, settings, names]: Parameters<typeof readMeam>): MeamSpec {
  try {
    return readMeam(library, settings, names)
  } catch (failure) {
    if (!(failure instanceof Failure) || failure instanceof SpecFailure) throw failure
    const where = failure.place ? `${describePlace(failure.place)}: ` : ""
    const path = settings && failure.place?.file === settings.file ? ["settings"] : ["library"]
    throw new SpecFailure(`${where}${failure.message}`, { path, advice: failure.advice, cause: failure })
  }
}

type Entries = Readonly<Record<string, Readonly<Record<string, unknown>>>>

function merged(found: Entries = {}, given: Entries = {}): Entries {
  const names = [...new Set([...Object.keys(found), ...Object.keys(given)])]
  return Object.fromEntries(
    names.map((name) => {
      const entry: Record<string, unknown> = { ...found[name] }
      for (const [field, value] of Object.entries(given[name] ?? {})) entry[field] = withKnownValue(field, value, entry[field])
      return [name, entry]
    }),
  )
}

/** A setting that leaves the value of a parameter open takes that of the files. */
function withKnownValue(field: string, given: unknown, known: unknown): unknown {
  if (given === undefined) return known
  if (!atomParameters.some(({ name }) => name === field)) return given
  const [setting, value] = [parameterSetting.parse(given), settingValue(parameterSetting.optional().parse(known))]
  const tied = typeof setting === "object" && setting.tie !== undefined
  return value === undefined || tied || settingValue(setting) !== undefined ? given : settingWithValue(setting, value)
}
