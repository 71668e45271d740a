import { readFile } from "node:fs/promises"
import { basename, resolve } from "node:path"
import { Failure, type PotentialSpec, SpecFailure } from "@luthier/core"
import { otherStyle } from "./other-styles.ts"
import { unreadable } from "../files/unreadable.ts"

/**
 * A potential's description with the contents of the files that it starts from (`file: Si.sw` of a many-body potential, `library: { file }`
 * of MEAM, or those of a term of a sum) beside their names, as `text`.
 *
 * @param path of the description in the config
 * @param folder that names are relative to
 * @throws SpecFailure for a file that cannot be read.
 */
export async function withPotentialFiles<Spec extends PotentialSpec>(
  spec: Spec,
  path: readonly (string | number)[],
  folder: string,
): Promise<Spec> {
  const { file, text, terms } = spec
  const read =
    typeof file === "string" && text === undefined
      ? { file: basename(file), text: await contents(resolve(folder, file), [...path, "file"]) }
      : {}
  const inner = Array.isArray(terms)
    ? {
        terms: await Promise.all(
          terms.map((term: unknown, k) => (isSpec(term) ? withPotentialFiles(term, [...path, "terms", k], folder) : term)),
        ),
      }
    : {}
  const named = await Promise.all(
    Object.entries(spec).map(async ([field, value]) =>
      isFileName(value)
        ? [[field, { ...value, text: await contents(resolve(folder, value.file), [...path, field, "file"]) }] as const]
        : [],
    ),
  )
  return { ...spec, ...Object.fromEntries(named.flat()), ...read, ...inner }
}

/** A file without its contents, and nothing else. */
function isFileName(value: unknown): value is { readonly file: string } {
  return typeof value === "object" && value !== null && "file" in value && typeof value.file === "string" && Object.keys(value).length === 1
}

function isSpec(value: unknown): value is PotentialSpec {
  return typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string"
}

async function contents(file: string, path: readonly (string | number)[]): Promise<string> {
  const other = otherStyle(file)
  if (other) throw new SpecFailure(`${file}: ${other.what}`, { path, advice: other.advice })
  try {
    return await readFile(file, "utf8")
  } catch (cause) {
    const failure: unknown = unreadable(file, cause)
    if (!(failure instanceof Failure)) throw failure
    throw new SpecFailure(`${file}: ${failure.message}`, { path, advice: failure.advice, cause })
  }
}
