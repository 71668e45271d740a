import { SpecFailure } from "../failure/failure.ts"
import { properties, type Property } from "../observables/property.ts"
import { classKey, type DataClass } from "./data-class.ts"

/** σ of one property: a number in internal units (eV/atom, eV/Å, eV/Å³), or to be estimated from the residuals. */
export type SigmaChoice = number | "estimate"

/** How σ is chosen: one rule for all, or by property with other choices for single groups. */
export interface SigmaSettings {
  /** Whether groups without a choice of their own share one estimated σ per property, or have one each. */
  readonly by: "property" | "group"
  readonly properties: Readonly<Record<Property, SigmaChoice>>
  readonly groups: Readonly<Record<string, Readonly<{ [property in Property]?: SigmaChoice | undefined }>>>
  /** Values from which estimation starts. */
  readonly start: Readonly<Record<Property, number>>
  /** Estimates never go below these: exact data would drive σ to zero. */
  readonly floor: Readonly<Record<Property, number>>
}

/** Classes that share one σ. */
export interface SigmaPool {
  readonly name: string
  readonly property: Property
  /** Keys of the classes. */
  readonly classes: readonly string[]
  readonly origin: "given" | "estimated"
  /** The given value, or where estimation starts. */
  readonly start: number
  readonly floor: number
}

/**
 * Sorts classes into pools of one σ each, in the order of properties, then of first appearance.
 * @throws SpecFailure for a choice that is about no data.
 */
export function poolClasses(classes: readonly DataClass[], settings: SigmaSettings): SigmaPool[] {
  checkGroups(classes, settings)
  const pools = new Map<string, { property: Property; classes: string[]; choice: SigmaChoice }>()
  for (const property of properties) {
    for (const { group, property: own } of classes) {
      if (own !== property) continue
      const special = Object.hasOwn(settings.groups, group) ? settings.groups[group][property] : undefined
      const choice = special ?? settings.properties[property]
      const separate = special !== undefined || (choice === "estimate" && settings.by === "group")
      const name = separate ? `${property} of ${group}` : property
      const pool = pools.get(name) ?? { property, classes: [], choice }
      pool.classes.push(classKey(group, property))
      pools.set(name, pool)
    }
  }
  return [...pools].map(([name, { property, classes: keys, choice }]) => ({
    name,
    property,
    classes: keys,
    origin: choice === "estimate" ? "estimated" : "given",
    start: choice === "estimate" ? settings.start[property] : choice,
    floor: settings.floor[property],
  }))
}

function checkGroups(classes: readonly DataClass[], { groups }: SigmaSettings): void {
  for (const [group, choices] of Object.entries(groups)) {
    const own = classes.filter((one) => one.group === group)
    if (own.length === 0) {
      const known = [...new Set(classes.map((one) => one.group))].join(", ")
      throw new SpecFailure(`no group is called ${group}`, { path: ["sigma", "groups", group], advice: `groups of the data: ${known}` })
    }
    for (const property of properties) {
      if (choices[property] === undefined || own.some((one) => one.property === property)) continue
      throw new SpecFailure(`group ${group} has no ${property} to weigh`, {
        path: ["sigma", "groups", group, property],
        advice: `it has ${own.map((one) => one.property).join(", ")}`,
      })
    }
  }
}
