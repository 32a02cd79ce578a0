import { check } from './check.js'

console.log(JSON.stringify(await check(JSON.parse(process.argv[2]))))
