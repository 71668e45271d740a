import { z } from "zod"
import { configSchema, dataSchema, editorSchema } from "../../packages/cli/src/config/schema.ts"
import { objectiveSchema, solverSchema } from "../../packages/core/src/index.ts"
import { potentialKinds } from "../../packages/core/src/potentials/registry.ts"
import { meanings } from "./config-meanings.ts"
import { code, markdownTable } from "./markdown-table.ts"

type Schema = z.core.JSONSchema.JSONSchema

/** Keys whose values are described in a table of their own; not those of `uf3`, whose pairs are no pair functions. */
const ownTables: Readonly<Record<string, string>> = {
  pairs: "by pair: [pair function](#pair-functions)",
  pair: "by pair: [pair function](#pair-functions)",
  density: "by element or pair: [density function](#density-functions)",
  embedding: "by element: [embedding function](#embedding-functions)",
  dipole: "by pair: as a [density function](#density-functions)",
  quadrupole: "by pair: as a [density function](#density-functions)",
  switch: "[switch](#switches)",
  parameters: "by name: [parameter](#parameters)",
  terms: "list of potentials",
}

/** Every key of a config with its type, default and meaning. */
export function configTables(): Record<string, string> {
  const whole = jsonSchema(editorSchema)
  const property = (name: string): Schema => child(whole, name)
  const minimal = configSchema.parse({ data: { train: ["a"] }, potential: { kind: "pair" } })
  const objective = objectiveSchema.parse({ sigma: {}, stressOffset: {} })
  const own: Schema = { type: "object" }
  const top = { ...whole, properties: { ...whole.properties, data: own, potential: own, objective: own, solver: own, targets: own } }
  const tables: Record<string, string> = {
    "config top": table("", top, minimal),
    "config data": table("data", property("data"), dataSchema.parse({ train: ["a"] })),
    "config objective": table("objective", property("objective"), { ...objective, ...objectiveSchema.parse({}) }, objective),
    "config targets": targetTable(alternatives(elements(property("targets")))[0]),
    "config dimer": table("targets", alternatives(elements(property("targets")))[1], {}, undefined, measuredKeys),
    "config solver": table("solver", property("solver"), solverSchema.parse({})),
  }
  const schemas = new Map(potentialKinds.map(({ kind, schema }) => [kind, schema]))
  for (const [kind, sample] of Object.entries(samples)) {
    const schema = schemas.get(kind)
    if (!schema) throw new Error(`no potential is of kind ${kind}`)
    tables[`config ${kind}`] = table(
      kind,
      kind === "sum" ? sumOutline : jsonSchema(schema),
      schema.parse(sample),
      undefined,
      stopsOf(kind, schema),
    )
  }
  const eam = jsonSchema(schemas.get("eam")!)
  const values = schemas.get("eam")!.parse(samples["eam"])
  for (const role of ["pair", "density", "embedding"]) {
    const shape = child(eam, role).additionalProperties
    if (typeof shape !== "object") throw new Error(`${role} functions have no schema`)
    const { switch: ending, parameters } = ownTables
    tables[`config ${role} function`] = table(`${role} function`, shape, at(values, [role, "A"]), undefined, {
      switch: ending,
      parameters,
    })
    if (role === "pair") {
      const setting = child(alternatives(shape)[0], "parameters").additionalProperties
      if (typeof setting !== "object") throw new Error("parameters have no schema")
      tables["config parameter"] = table("parameter", setting, {})
    }
  }
  return tables
}

/** The keys of a crystal among the targets; its elastic constants share a line. */
function targetTable(schema: Schema): string {
  const properties = Object.entries(schema.properties ?? {})
  const isConstant = ([key]: readonly [string, unknown]): boolean => /^C\d\d$/.test(key) && key !== "C11"
  const shown = properties.filter((entry) => !isConstant(entry))
  return table("targets", { ...schema, properties: Object.fromEntries(shown) }, {}, undefined, measuredKeys)
}

/** Keys of targets that hold a value with its σ. */
const measuredKeys: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...["a", "b", "c", "alpha", "beta", "gamma", "c/a", "volume"],
      ...["C11", "cohesive", "bulkModulus", "bulkModulusDerivative", "energy"],
    ].map((key) => [key, "value ± σ"]),
  ),
  above: "by name: value ± σ",
}

/** The schema of the entries of a list. */
function elements({ items }: Schema): Schema {
  if (typeof items === "object" && !Array.isArray(items)) return items
  throw new Error("a list without a schema of its entries")
}

/** Keys below which a table of a kind does not go. */
function stopsOf(kind: string, schema: z.ZodType): Readonly<Record<string, string>> {
  if (kind === "uf3") return {}
  if (kind === "cluster") return clusterTables
  if (kind === "meam") return meamTables
  if (kind === "coulomb" || kind === "charge-equilibration") return elementTables
  if (!manyBody.includes(kind)) return ownTables
  const sections = Object.values(jsonSchema(schema).properties ?? {}).map(
    (section) => typeof section === "object" && section.additionalProperties,
  )
  const names = sections.flatMap((entry) => (typeof entry === "object" ? Object.keys(entry.properties ?? {}) : []))
  return Object.fromEntries(names.map((name) => [name, "[parameter](config.md#parameters)"]))
}

const byPair = "by pair: [pair function](potentials.md#pair-functions)"
const [byTriplet, byElement, byBond] = ["triplet", "element", "pair"].map((what) => `by ${what}: formula or spline`)

/** As `ownTables`, for the functions of `cluster`. */
const clusterTables: Readonly<Record<string, string>> = {
  ...{ pairs: byPair, radial: byPair, density: byPair, attraction: byPair, switch: "[switch](config.md#switches)" },
  ...{ angle: byTriplet, energy: byElement, order: byBond, difference: byBond },
}

/** As `ownTables`, for the parameters of `meam`. */
const meamTables: Readonly<Record<string, string>> = Object.fromEntries(
  "re Ec alpha attrac repuls asub b0 b1 b2 b3 t1 t2 t3 rho0 Cmin Cmax"
    .split(" ")
    .map((name) => [name, "[parameter](config.md#parameters)"]),
)

/** As `ownTables`, for parameters by element. */
const elementTables: Readonly<Record<string, string>> = Object.fromEntries(
  ["charges", "electronegativity", "hardness", "width"].map((name) => [name, "by element: [parameter](config.md#parameters)"]),
)

/** Kinds with sections of entries, whose values are parameters. */
const manyBody: readonly string[] = ["stillinger-weber", "tersoff", "edip"]

/** A value of each kind whose defaults are shown. */
const samples: Readonly<Record<string, object>> = {
  pair: { kind: "pair", pairs: {} },
  eam: { kind: "eam", pair: { A: { spline: {} } }, density: { A: { spline: {} } }, embedding: { A: { spline: {} } } },
  adp: { kind: "adp" },
  cluster: { kind: "cluster" },
  "adp-file": { kind: "adp-file", text: "" },
  ace: { kind: "ace" },
  coulomb: { kind: "coulomb", charges: {} },
  "charge-equilibration": { kind: "charge-equilibration", electronegativity: {}, hardness: {}, width: {} },
  meam: { kind: "meam" },
  snap: { kind: "snap" },
  uf3: { kind: "uf3" },
  zbl: { kind: "zbl" },
  sum: { kind: "sum", terms: [{ kind: "zbl" }] },
  setfl: { kind: "setfl", text: "" },
  ...Object.fromEntries(manyBody.map((kind) => [kind, { kind }])),
}

const sumOutline: Schema = {
  properties: { kind: { const: "sum" }, terms: { type: "array", items: {} } },
  required: ["kind", "terms"],
}

function table(
  name: string,
  schema: Schema,
  defaults: unknown,
  more: unknown = {},
  stops: Readonly<Record<string, string | undefined>> = {},
): string {
  const rows = new Map<string, readonly string[]>()
  const visit = (node: Schema, path: readonly string[]): void => {
    for (const one of alternatives(node)) {
      for (const key of Object.keys(one.properties ?? {})) {
        const value = child(one, key)
        const own = [...path, key]
        const shown = own.join(".")
        const stop = stops[key]
        rows.set(shown, [
          code(shown),
          stop ?? typeOf(value),
          defaultOf(
            at(defaults, own) ?? value.default ?? at(more, own),
            one.required?.includes(key) === true && alternatives(node).length === 1,
          ),
          meaning([name, ...own].filter(Boolean).join("."), value),
        ])
        if (!stop) visit(value, own)
      }
      const named = one.additionalProperties
      if (typeof named === "object" && alternatives(named).some(({ properties }) => properties)) visit(named, [...path, "<name>"])
    }
  }
  visit(schema, [])
  return markdownTable(["key", "value", "default", "meaning"], [...rows.values()])
}

function meaning(path: string, { description }: Schema): string {
  const own = quantityOf(description) ? undefined : description
  const text = Object.hasOwn(meanings, path) ? meanings[path] : own
  if (text === undefined) throw new Error(`the meaning of "${path}" is not written down`)
  return text
}

/** `length [Å]` of `length, with a unit or in Å`. */
function quantityOf(description: string | undefined): string | undefined {
  const found = /^(.+), with a unit or in (.+)$/.exec(description ?? "")
  return found ? `${found[1]} [${found[2]}]` : undefined
}

function typeOf(schema: Schema): string {
  const quantity = quantityOf(schema.description)
  if (quantity) return quantity
  if (schema.const !== undefined) return code(String(schema.const))
  if (schema.enum) return schema.enum.length > 6 ? "name" : schema.enum.map((value) => code(String(value))).join(", ")
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.map((one) => typeOf(one)).join(" or ")
  if (schema.type === "array") {
    const items = Array.isArray(schema.items) ? undefined : schema.items
    return typeof items === "object" ? `list of ${typeOf(items)}`.replace(/^list of (text|number)$/, "list of $1s") : "list"
  }
  if (schema.type === "object") {
    return typeof schema.additionalProperties === "object" && !schema.properties
      ? `by name: ${typeOf(schema.additionalProperties)}`
      : "mapping"
  }
  const words: Readonly<Record<string, string>> = { string: "text", integer: "whole number", boolean: "`true`, `false`", null: "`null`" }
  return `${words[String(schema.type)] ?? String(schema.type ?? "")}${rangeOf(schema)}`
}

function rangeOf({ minimum, maximum, exclusiveMinimum }: Schema): string {
  const least = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? minimum : undefined
  const most = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined
  if (least !== undefined && most !== undefined) return `, ${least} … ${most}`
  if (least !== undefined) return ` ≥ ${least}`
  const above = exclusiveMinimum === undefined ? "" : ` > ${exclusiveMinimum}`
  return above + (most === undefined ? "" : ` ≤ ${most}`)
}

function defaultOf(value: unknown, required: boolean): string {
  if (value === undefined) return required ? "required" : "–"
  if (typeof value === "number") return String(Number(value.toPrecision(4)))
  if (typeof value === "string" || typeof value === "boolean") return required ? "required" : code(String(value))
  if (Array.isArray(value)) return required ? "required" : value.length === 0 ? "none" : value.map(String).join(", ")
  return required ? "required" : "–"
}

/** The node itself, or what it may be instead. */
function alternatives(node: Schema): readonly Schema[] {
  return node.anyOf ?? node.oneOf ?? [node]
}

function child(node: Schema, key: string): Schema {
  const found = node.properties?.[key]
  if (typeof found !== "object") throw new Error(`the schema has no ${key}`)
  return found
}

function at(value: unknown, path: readonly string[]): unknown {
  let found = value
  for (const key of path) {
    found =
      typeof found === "object" && found !== null && Object.hasOwn(found, key)
        ? Object.entries(found).find(([name]) => name === key)?.[1]
        : undefined
  }
  return found
}

function jsonSchema(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" })
}
