import { readFile } from "node:fs/promises"
import { type PropertyValue, parseQuantity, parseSpec, SpecFailure, suggest } from "@luthier/core"
import { z } from "zod"
import { type ConfigDocument, parseConfigDocument } from "../../config/document.ts"
import { unreadable } from "../../files/unreadable.ts"

/** Values to compare with, as a file has them. */
export interface ReferenceFile {
  readonly source: string | null
  /** Numbers without a unit are in that of the table. */
  readonly values: Readonly<Record<string, string | number>>
  readonly document: ConfigDocument
}

/** A value to compare with, in the unit of its property. */
export type References = ReadonlyMap<string, number>

const schema = z.strictObject({ source: z.string().optional(), values: z.record(z.string(), z.union([z.number(), z.string()])) })

/** Reads a YAML file of reference values. @throws Failure with the place of what is wrong. */
export async function readReferences(file: string): Promise<ReferenceFile> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  const document = parseConfigDocument(text, file)
  try {
    const { source = null, values } = parseSpec(schema, document.value)
    return { source, values, document }
  } catch (error) {
    throw error instanceof SpecFailure ? document.placed(error) : error
  }
}

/**
 * References in the units of the properties.
 *
 * @param whole whether all that the suite has was asked for, so that names beside it are mistakes
 * @throws Failure for a name that is no number of the suite, or a value in no unit of its dimension.
 */
export function referencesOf({ values, document }: ReferenceFile, properties: readonly PropertyValue[], whole: boolean): References {
  const byKey = new Map(properties.map((property) => [property.key, property]))
  const found = new Map<string, number>()
  for (const [key, value] of Object.entries(values)) {
    const property = byKey.get(key)
    if (property)
      found.set(
        key,
        placedAt(document, key, () => valueIn(property, value)),
      )
    else if (whole) {
      throw document.placed(
        new SpecFailure(`no property of this suite is called "${key}"`, { path: ["values", key], advice: suggest(key, [...byKey.keys()]) }),
      )
    }
  }
  return found
}

function valueIn({ dimension, unit }: PropertyValue, value: string | number): number {
  if (typeof value === "number") return value
  if (dimension !== null) {
    return parseQuantity(/[^\d.eE+\-\s]/u.test(value) ? value : `${value} ${unit}`, dimension) / parseQuantity(`1 ${unit}`, dimension)
  }
  const number = Number(value.replace(unit, ""))
  if (Number.isFinite(number)) return number
  throw new SpecFailure(`“${value}” is not in ${unit}`, { advice: `write a number of ${unit}` })
}

function placedAt<T>(document: ConfigDocument, key: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof SpecFailure ? document.placed(error.within("values", key)) : error
  }
}
