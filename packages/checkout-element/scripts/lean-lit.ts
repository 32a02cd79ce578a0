/**
 * Leaves out of Lit what no page of a shop can use: error texts for authors of elements, hooks for browsers without
 * shadow DOM, what decorators need, directives and what only they read, style sheets that are not Lit's own, attributes
 * that hold JSON, initial values and converters of properties, bindings in comments, in raw text and on whole elements,
 * options of event listeners, and the list of versions that only Lit's development build reads.
 */
import type { Plugin } from 'vite'

/** The cuts: the file, the removed part, and its replacement. */
const CUTS: readonly (readonly [file: string, part: RegExp, instead: string])[] = [
  ['css-tag.js', /Error\("CSSResult is not constructable[^"]*"\)/, 'Error()'],
  ['css-tag.js', /Error\("Value passed to 'css' function[^)]*\)/, 'Error()'],
  // Browsers without constructable style sheets lack `light-dark()` too.
  ['css-tag.js', /\w\.ShadowRoot&&\(void 0===.*?"replace"in CSSStyleSheet\.prototype/, '!0'],
  ['css-tag.js', /if\(\w\)(\w\.adoptedStyleSheets=.*?\));else for\(.*?appendChild\(\w\)\}/, '$1'],
  // Every style sheet of these elements is made with `css`.
  ['css-tag.js', /\w\?\w=>\w:(\w)=>\1 instanceof CSSStyleSheet\?\(\w=>\{.*?\}\)\(\1\):\1/, '$1=>$1'],
  ['css-tag.js', /(\w)=>\1 instanceof CSSStyleSheet\?\1:\1\.styleSheet/, '$1=>$1.styleSheet'],
  ['reactive-element.js', /,\w=\w\.reactiveElementPolyfillSupport/, ''],
  // No attribute of these elements holds JSON.
  ['reactive-element.js', /case Object:case Array:\w=null==\w\?\w:JSON\.stringify\(\w\)/, ''],
  ['reactive-element.js', /case Object:case Array:try\{\w=JSON\.parse\(\w\)\}catch\(\w\)\{\w=null\}/, ''],
  // No property has its own converter or keeps its initial value.
  ['reactive-element.js', /\(void 0!==\w\.converter\?\.toAttribute\?\w\.converter:(\w)\)/, '$1'],
  [
    'reactive-element.js',
    /"function"==typeof \w\.converter\?\{fromAttribute:\w\.converter\}:void 0!==\w\.converter\?\.fromAttribute\?\w\.converter:(\w)/,
    '$1',
  ],
  ['reactive-element.js', /(=\w)\?\?this\._\$Ej\?\.get\(\w\)\?\?\w,/, '$1,'],
  [
    'reactive-element.js',
    /\|\|\w\.useDefault&&\w\.reflect&&.*?&&!this\.hasAttribute\(\w\._\$Eu\(\w,\w\)\)/,
    '',
  ],
  [
    'reactive-element.js',
    /\w&&!\(this\._\$Ej\?\?=new Map\)\.has\(\w\)&&\(this\._\$Ej\.set\(.*?\),!0!==\w\|\|void 0!==\w\)\|\|/,
    '',
  ],
  // No property has an accessor in its class.
  [
    'reactive-element.js',
    /this\.prototype\.hasOwnProperty\(\w\)&&\(\(\w=Object\.create\(\w\)\)\.wrapped=!0\),/,
    '',
  ],
  [
    'reactive-element.js',
    /const \w=this\.constructor\.elementProperties;if\(\w\.size>0\)for\(.*?this\.C\(\w,void 0,\w,\w\)\}/,
    '',
  ],
  // Support for decorators; these elements use none.
  ['reactive-element.js', /void 0!==(\w)\.l&&\(this\.l=\[\.\.\.\1\.l\]\),/, ''],
  ['reactive-element.js', /,this\.constructor\.l\?\.forEach\(\w=>\w\(this\)\)/, ''],
  [
    'reactive-element.js',
    /Symbol\.metadata\?\?=Symbol\("metadata"\),\w\.litPropertyMetadata\?\?=new WeakMap;/,
    '',
  ],
  [
    'reactive-element.js',
    /const (\w)=this\[Symbol\.metadata\];if\(null!==\1\)\{const (\w)=litPropertyMetadata\.get\(\1\);if\(void 0!==\2\)for\(const\[\w,\w\]of \2\)this\.elementProperties\.set\(\w,\w\)\}/,
    '',
  ],
  ['reactive-element.js', /static addInitializer\(\w\)\{[^}]*\}/, ''],
  [
    'reactive-element.js',
    /,\w\?\.\(\{ReactiveElement:\w\}\),\(\w\.reactiveElementVersions\?\?=\[\]\)\.push\("[^"]*"\)/,
    '',
  ],
  // No template uses a directive; lint forbids their import.
  [
    'lit-html.js',
    /function (\w)\((\w),(\w),\w=\2,\w\)\{if\(\3===\w\)return \3;let .*?\(\3=\1\(.*?\)\),\3\}/,
    'function $1($2,$3){return $3}',
  ],
  ['lit-html.js', /get _\$AU\(\)\{return this\._\$AM\?\._\$AU\?\?this\._\$Cv\}/, ''],
  ['lit-html.js', /,this\._\$Cv=\w\?\.isConnected\?\?!0/, ''],
  ['lit-html.js', /setConnected\(\w\)\{.*?\}(?=\}class)/, ''],
  ['lit-html.js', /get startNode\(\)\{return this\._\$AA\}get endNode\(\)\{return this\._\$AB\}/, ''],
  ['lit-html.js', /this\._\$AP\?\.\(!1,!0,\w\);/, ';'],
  [
    'lit-html.js',
    /get tagName\(\)\{return this\.element\.tagName\}get _\$AU\(\)\{return this\._\$AM\._\$AU\}/,
    '',
  ],
  [
    'lit-html.js',
    /get parentNode\(\)\{return this\._\$AM\.parentNode\}get _\$AU\(\)\{return this\._\$AM\._\$AU\}/,
    '',
  ],
  [
    'lit-html.js',
    /get parentNode\(\)\{let \w=this\._\$AA\.parentNode;const \w=this\._\$AM;return .*?,\w\}/,
    '',
  ],
  ['lit-element.js', /connectedCallback\(\)\{super\.connectedCallback\(\),.*?setConnected\(!1\)\}/, ''],
  ['lit-element.js', /this\.hasUpdated\|\|\(this\.renderOptions\.isConnected=this\.isConnected\),/, ''],
  // No template has bindings in `<style>`, `<script>`, `<textarea>` or `<title>`, in comments, or on whole elements.
  ['lit-html.js', /\(\w\.test\(\w\[2\]\)&&\(\w=RegExp\("<\/"\+\w\[2\],"g"\)\),(\w=\w)\)/, '($1)'],
  ['lit-html.js', /if\(\w\.test\(\w\.tagName\)\)\{.*?\}\}\}(?=else if\(8===)/, '}'],
  [
    'lit-html.js',
    /else \w\.startsWith\(\w\)&&\(\w\.push\(\{type:6,index:\w\}\),\w\.removeAttribute\(\w\)\);/,
    '',
  ],
  ['lit-html.js', /;else\{let \w=-1;for\(;-1!==.*?\.length-1\}/, ';'],
  ['lit-html.js', /:6===\w\.type&&\(\w=new \w\(\w,this,\w\)\)/, ':0'],
  [
    'lit-html.js',
    /class (\w)\{constructor\(\w,\w,\w\)\{this\.element=\w,this\.type=6,.*?\}\}const /,
    'const $1=0,',
  ],
  // Every event listener is a function without options.
  ['lit-html.js', /\|\|\w\.capture!==\w\.capture\|\|\w\.once!==\w\.once\|\|\w\.passive!==\w\.passive/, ''],
  [
    'lit-html.js',
    /"function"==typeof this\._\$AH\?(this\._\$AH\.call\(.*?\)):this\._\$AH\.handleEvent\(\w\)/,
    '$1',
  ],
  ['lit-html.js', /\(\w\?\.creationScope\?\?(\w)\)/, '$1'],
  // No template is MathML, and none is compiled ahead.
  ['lit-html.js', /3===\w\?"<math>":/, ''],
  ['lit-html.js', /3===\w\?"<\/math>":/, ''],
  ['lit-html.js', /"number"==typeof \w\?(this\._\$AC\(\w\)):\(.*?\),\w\);/, '$1;'],
  ['lit-html.js', /Error\("invalid template strings array"\)/, 'Error()'],
  [
    'lit-html.js',
    /,(\w)=\w\.litHtmlPolyfillSupport;\1\?\.\(\w,\w\),\(\w\.litHtmlVersions\?\?=\[\]\)\.push\("[^"]*"\);/,
    ';',
  ],
  ['lit-element.js', /const (\w)=\w\.litElementPolyfillSupport;\1\?\.\(\{LitElement:\w\}\);/, ''],
  ['lit-element.js', /\(\w\.litElementVersions\?\?=\[\]\)\.push\("[^"]*"\);/, ''],
]

export const leanLit = (): Plugin => ({
  name: 'lean-lit',
  enforce: 'pre',
  transform(code, id) {
    const cuts = CUTS.filter(([file]) => id.endsWith(`/${file}`) && /node_modules\/(@lit|lit-)/.test(id))
    if (cuts.length === 0) return null
    for (const [file, part] of cuts)
      if (!part.test(code)) throw new Error(`${file} has changed: look at ${part} in scripts/lean-lit.ts`)
    return { code: cuts.reduce((text, [, part, instead]) => text.replace(part, instead), code), map: null }
  },
})
