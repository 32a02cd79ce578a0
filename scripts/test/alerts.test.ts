/** The alert rules: sound by Prometheus's own checker, each fired once by its tests, and each metric that the guide names. */
import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { inRoot } from '../paths.ts'
import { findPromtool } from '../programs/promtool.ts'

const run = promisify(execFile)
const promtool = await findPromtool()
const text = (name: string) => readFileSync(inRoot('deploy', name), 'utf8')

type Rule = { alert: string; expr: string; labels: { severity: string }; annotations: Record<string, string> }
const { groups } = parse(text('alerts.yaml')) as { groups: { rules: Rule[] }[] }
const rules = groups.flatMap((group) => group.rules)

/** A folder with both files, the first one changed. */
function copyWith(change: (rules: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'paykka-alerts-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'alerts.yaml'), change(text('alerts.yaml')))
  copyFileSync(inRoot('deploy', 'alerts.test.yaml'), join(folder, 'alerts.test.yaml'))
  return join(folder, 'alerts.test.yaml')
}

// Without promtool the reporter names these as skipped, and findPromtool has said how to install it.
describe.skipIf(promtool === undefined)('promtool', () => {
  const tool = promtool ?? ''

  it('finds no fault in the rules', async () => {
    const { stdout } = await run(tool, ['check', 'rules', inRoot('deploy', 'alerts.yaml')])
    expect(stdout).toContain(`${rules.length} rules found`)
  })

  it('sees each alert fire once, and none while all is well', async () => {
    await run(tool, ['test', 'rules', inRoot('deploy', 'alerts.test.yaml')])
  })

  it.each(rules.map(({ alert }) => alert))('would miss %s', async (alert) => {
    const renamed = copyWith((yaml) => yaml.replace(`alert: ${alert}\n`, 'alert: PaykkaOther\n'))
    await expect(run(tool, ['test', 'rules', renamed])).rejects.toThrow()
  })

  it('would see an alert that fires without a cause', async () => {
    const always = copyWith((yaml) =>
      yaml.replace('expr: max by (instance) (paykka_gateway_down) == 1', 'expr: paykka_gateway_down >= 0'),
    )
    await expect(run(tool, ['test', 'rules', always])).rejects.toThrow()
  })
})

it('alerts name what happened and what to do, and how bad it is', () => {
  expect(rules.length).toBeGreaterThan(8)
  for (const { labels, annotations } of rules) {
    expect(['critical', 'warning']).toContain(labels.severity)
    expect(annotations.summary?.length).toBeGreaterThan(10)
    expect(annotations.description?.length).toBeGreaterThan(20)
  }
})

it('the guide names every alert, and the dashboard shows every metric of one', () => {
  const guide = readFileSync(inRoot('docs', 'guides', 'operations.md'), 'utf8')
  const dashboard = text('grafana-dashboard.json')
  for (const { alert, expr } of rules) {
    expect(guide).toContain(`\`${alert}\``)
    for (const [metric] of expr.matchAll(/\bpaykka_\w+/g)) expect(dashboard).toContain(metric)
  }
})
