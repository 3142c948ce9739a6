import { Markup } from './markup.ts'

/** The workbench's palette, so that both say the same thing in the same colour. Contrasts: 4.5:1 for text, 3:1 for shapes. */
const LIGHT = `--canvas:#f6f7f9;--surface:#fff;--sunken:#eef0f4;--line:#dfe3e9;--line-strong:#c3cad4;--ink:#12161d;--muted:#454e5c;--faint:#5d6776;
--accent:#4a45d6;--accent-ink:#403bc4;--accent-soft:#ecebfd;--valid:#00696d;--valid-ink:#00595d;--valid-soft:#ddf2f1;--bad:#b91c1c;--bad-ink:#9f1614;--bad-soft:#fde8e6;
--none:#848c99;--warn:#c27c0e;--warn-ink:#7a4d00;--warn-soft:#fdf0d3;--hatch:rgb(255 255 255/.34)`
const DARK = `--canvas:#0d1015;--surface:#14181f;--sunken:#0a0c10;--line:#272e39;--line-strong:#3b4554;--ink:#e7ebf1;--muted:#aeb7c4;--faint:#919cac;
--accent:#8e8cff;--accent-ink:#a9abff;--accent-soft:#262650;--valid:#5fd0c0;--valid-ink:#6fdccd;--valid-soft:#0f302f;--bad:#f0443c;--bad-ink:#ff9b93;--bad-soft:#431a1a;
--none:#7f899a;--warn:#f7b733;--warn-ink:#f7c768;--warn-soft:#3a2b0c;--hatch:rgb(0 0 0/.32)`

export const STYLE = Markup.trusted(`
:root{color-scheme:light;${LIGHT}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${DARK}}}
*{box-sizing:border-box}
html{background:var(--canvas);color:var(--ink);font:15px/1.5 -apple-system,'Segoe UI Variable Text','Segoe UI',Inter,Roboto,Ubuntu,Cantarell,'Noto Sans','Liberation Sans','Helvetica Neue',Arial,system-ui,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;-webkit-font-smoothing:antialiased}
main{max-width:74rem;margin:0 auto;padding:2.75rem 2rem 4rem}
h1,h2,h3,h4,p,dl,dd,ol,ul,figure{margin:0;padding:0}
ol,ul{list-style:none}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:inherit}
small{font-size:.8em}
em{color:var(--faint);font-style:italic}
code{font:.86em/1.5 ui-monospace,'SF Mono',SFMono-Regular,'Cascadia Mono',Menlo,Consolas,'Ubuntu Mono','Noto Sans Mono','Liberation Mono','DejaVu Sans Mono',monospace}
bdi{unicode-bidi:isolate;white-space:pre-wrap;overflow-wrap:anywhere}
bdi i{display:inline-block;margin:0 1px;padding:0 3px;border:1px solid var(--line-strong);border-radius:3px;background:var(--sunken);color:var(--muted);font-style:normal;font-size:.74em;line-height:1.4;white-space:nowrap}
a{color:var(--accent-ink)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.sprite{position:absolute}
.vh{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.n{text-align:right;white-space:nowrap}
.quiet{color:var(--faint)}
.note{color:var(--faint);font-size:.867rem}
.paper{display:none}
.icon{width:1em;height:1em;flex:none;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;vertical-align:-.14em}

.eyebrow{display:flex;justify-content:space-between;gap:1rem;color:var(--muted);font-size:.867rem}
.eyebrow b{color:var(--ink);font-weight:600}
h1{display:flex;align-items:flex-start;gap:.85rem;margin:1.5rem 0 .5rem;font-size:2.35rem;line-height:1.15;font-weight:650;letter-spacing:-.022em;text-wrap:balance}
h1 .icon{width:2.1rem;height:2.1rem;margin-top:.18rem;stroke-width:1.3}
h1.good .icon{color:var(--valid)}h1.mixed .icon{color:var(--warn)}h1.bad .icon{color:var(--bad)}
.remarks{font-size:1.067rem;color:var(--muted);max-width:48rem}
.facts{display:flex;flex-wrap:wrap;gap:.15rem 0;margin-top:.75rem;color:var(--faint);font-size:.867rem}
.facts>span:not(:last-child)::after{content:'·';margin:0 .55em}

.ledger{margin-top:1.75rem}
.bar{display:flex;gap:2px;height:.875rem;border-radius:4px;overflow:hidden}
.bar span{flex:0 1 0;min-width:4px}
.valid{background:var(--valid)}
.rejected,.mismatched{background:var(--bad) repeating-linear-gradient(135deg,transparent 0 3px,var(--hatch) 3px 5px)}
.warned{background:var(--warn) repeating-linear-gradient(135deg,transparent 0 3px,var(--hatch) 3px 5px)}
.dropped{background:var(--none) repeating-linear-gradient(45deg,transparent 0 3px,var(--hatch) 3px 5px)}
.missing{background:var(--none)}
.sum{display:flex;flex-wrap:wrap;align-items:flex-start;gap:.6rem 1rem;margin-top:1rem}
.part{display:flex;gap:1rem}
.term b{display:block;font-size:1.4rem;line-height:1.25;font-weight:600;letter-spacing:-.012em}
.term small{display:block;color:var(--muted);font-size:.867rem}
.sign{font-size:1.25rem;line-height:1.75rem;color:var(--faint)}
.ledger .note{margin-top:.5rem}
.swatch{display:inline-block;width:.62em;height:.62em;margin-right:.4em;border-radius:2px}
.swatch.valid{border-radius:50%}.swatch.missing{background:none;border:2px solid var(--none);border-radius:50%}

nav{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:2rem 0 0;padding:.7rem 0;border:solid var(--line);border-width:1px 0;font-size:.933rem}
nav a{text-decoration:none;font-weight:500}
nav a:hover{text-decoration:underline;text-underline-offset:3px}

section{margin-top:2.75rem}
h2{font-size:1.2rem;line-height:1.4;font-weight:650;letter-spacing:-.01em;scroll-margin-top:1rem}
h2 small{margin-left:.35em;color:var(--faint);font-weight:500;font-size:.867em}
.pair{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1rem;margin-top:1.5rem}
.panel,.group,article{background:var(--surface);border:1px solid var(--line);border-radius:10px}
.panel{margin:0;padding:1.15rem 1.35rem 1.25rem}
.panel h2{font-size:1rem}
.panel>.note{margin-top:.85rem}

.quality{display:flex;align-items:center;gap:1.75rem;margin-top:1.1rem}
.quality .dimensions{flex:1}
.ring{position:relative;flex:none;width:7.75rem;height:7.75rem}
.ring svg{width:100%;height:100%;transform:rotate(-90deg);fill:none;stroke:var(--line);stroke-width:9}
.ring .arc{stroke:var(--valid);stroke-linecap:butt}
.ring b{position:absolute;inset:0;display:grid;place-items:center;font-size:1.4rem;font-weight:650;letter-spacing:-.02em}
.dimensions{font-size:.9rem}
.dimensions th{padding:.22rem 1rem .22rem 0;color:var(--muted);white-space:nowrap}
.dimensions bdi{white-space:nowrap}
.dimensions td{padding:.22rem 0}
.dimensions td:nth-child(2){width:100%}
.dimensions td.n{padding-left:1rem}
.meter{display:block;height:.45rem;border-radius:3px;background:var(--line);overflow:hidden}
.meter span{display:block;height:100%;background:var(--valid)}
.meter.time span{background:var(--accent)}

.gates li{display:flex;gap:.7rem;padding:.7rem 0}
.gates li+li{border-top:1px solid var(--line)}
.gates li:last-child{padding-bottom:0}
.gates .icon{width:1.15rem;height:1.15rem;margin-top:.18rem}
.gates .passed .icon{color:var(--valid)}.gates .failed .icon{color:var(--bad)}
.gates b{display:block;font-weight:550}
.gates small{color:var(--muted);font-size:.867rem}
.gates .failed small{color:var(--bad-ink)}

.scroll{position:relative;margin-top:.75rem;overflow-x:auto;background:var(--surface);border:1px solid var(--line);border-radius:10px}
.scroll caption{padding:.7rem 1rem .6rem;text-align:left;color:var(--faint);font-size:.867rem}
.scroll caption .icon{color:var(--bad)}
.held{position:sticky;left:1rem;display:inline-block}
.scroll th,.scroll td{padding:.5rem .75rem;border-top:1px solid var(--line);vertical-align:top}
.scroll :is(th,td):first-child{padding-left:1rem}.scroll :is(th,td):last-child{padding-right:1rem}
thead th{color:var(--faint);font-size:.8rem;font-weight:550;vertical-align:bottom;white-space:nowrap}
.scroll tbody tr:hover{background:color-mix(in srgb,var(--sunken) 55%,transparent)}
.scroll+.note{margin-top:.75rem}

.rules{font-size:.9rem}
.rules tbody th{min-width:15rem;font-weight:550}
.rules th small{display:block;color:var(--faint);font-weight:400}
.rules .names{min-width:9.5rem}
.rules td.bars{width:26%;min-width:7rem;padding-left:0;padding-right:0}
.rules .bars span{display:block;height:.65rem;min-width:2px;margin-top:.35rem;border-radius:2px}
.rules .bars .none{display:none}
.rules b{font-weight:650}
.status{white-space:nowrap}
.status.failed,.status.warned{background:none}
.status.passed .icon{color:var(--valid)}.status.failed{color:var(--bad-ink)}.status.warned{color:var(--warn-ink)}
.status.failed .icon{color:var(--bad)}.status.warned .icon{color:var(--warn)}

.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(19rem,1fr));gap:1rem;margin-top:.75rem}
article{display:flex;flex-direction:column;gap:.7rem;min-width:0;padding:1rem 1.1rem 1.05rem;font-size:.867rem}
article h3{font-size:1rem;line-height:1.35;font-weight:600}
article .type{margin-top:-.65rem;color:var(--faint)}
article .bar{height:.5rem;border-radius:3px}
article .bar span{min-width:3px}
.parts{display:flex;flex-wrap:wrap;gap:0 .9rem;margin-top:-.35rem;color:var(--muted)}
figure svg{display:block;width:100%;height:3.25rem;fill:var(--accent);opacity:.85}
figcaption{display:flex;justify-content:space-between;gap:.5rem;margin-top:.2rem;border-top:1px solid var(--line-strong);padding-top:.15rem;color:var(--muted);font-size:.8rem}
article dl{display:grid;grid-template-columns:1fr 1fr;gap:.1rem 1.25rem}
article dl div{display:flex;justify-content:space-between;gap:.75rem;min-width:0}
dt{color:var(--faint);white-space:nowrap}
article dd{text-align:right;min-width:0}
article .wide{grid-column:1/-1}
h4{margin-bottom:-.45rem;color:var(--faint);font-size:.867rem;font-weight:400}
article ol{display:grid;gap:2px}
article li{position:relative;display:flex;justify-content:space-between;gap:.75rem;padding:.06rem .4rem;isolation:isolate}
article .fill{position:absolute;inset:0 auto 0 0;z-index:-1;border-radius:3px;background:var(--accent-soft)}
article li small{display:inline-block;min-width:4.2em;color:var(--faint)}
.finding{color:var(--muted)}
.finding b{font-weight:550;color:var(--warn-ink)}

.rejects table{font-size:.867rem}
.rejects .scroll table{width:max-content;min-width:100%}
.rejects tbody th{white-space:nowrap;font-weight:550;text-align:right}
.rejects tbody th small{display:block;color:var(--faint);font-weight:400}
.rejects thead th:first-child{text-align:right}
.rejects th:first-child{position:sticky;left:0;z-index:1;background:var(--surface);box-shadow:1px 0 var(--line)}
.rejects td{max-width:18rem;overflow:hidden}
.rejects .why{min-width:19rem;max-width:24rem;box-shadow:1px 0 var(--line)}
.why li+li{margin-top:.3rem}
.why code{color:var(--faint);white-space:normal}
.why .warned{padding:0 .35em;border-radius:3px;background:var(--warn-soft);color:var(--warn-ink);font-size:.9em}
.failing{background:var(--bad-soft);color:var(--bad-ink);box-shadow:inset 3px 0 var(--bad)}
.warning{background:var(--warn-soft);color:var(--warn-ink);box-shadow:inset 3px 0 var(--warn)}
.failing em,.warning em{color:inherit}
.failing .icon,.warning .icon{margin-right:.4em}
.failing small,.warning small{display:block}
.raw{max-width:none;color:var(--muted)}
.raw code{display:block;width:min(60rem,70vw)}

.about{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));gap:1rem;margin-top:.75rem}
.group{padding:1rem 1.25rem 1.1rem;font-size:.9rem;min-width:0}
.group h3{margin-bottom:.45rem;font-size:1rem;font-weight:600}
.group dl div{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:.75rem;padding:.16rem 0}

@media screen and (max-width:52rem){
main{padding:1.5rem 1rem 3rem}
h1{font-size:1.75rem;gap:.6rem}h1 .icon{width:1.6rem;height:1.6rem;margin-top:.2rem}
.pair{grid-template-columns:minmax(0,1fr)}
.group dl div{grid-template-columns:8.5rem minmax(0,1fr)}
}
@media screen and (max-width:32rem){.quality{flex-direction:column;align-items:stretch}.ring{align-self:center}.rejects th:first-child{position:static}}

@page{margin:14mm 13mm}
@page wide{size:landscape}
@media print{
html{background:#fff;font-size:12px}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:none;padding:0}
nav{display:none}
section{margin-top:1.75rem}
h2,h3,h4,caption{break-after:avoid}
tr,article,.panel,.group,.ledger{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible;border-radius:0;border-width:1px 0 0;background:none}
.scroll caption{padding-left:0}
.scroll :is(th,td):first-child{padding-left:0}
.cards{grid-template-columns:repeat(3,minmax(0,1fr));gap:.75rem}
.about{grid-template-columns:1fr 1fr}
.rules td.bars{width:18%}
.rules .names{min-width:6rem}.rules tbody th{min-width:8rem}
.rejects{page:wide}
.rejects .scroll table{width:100%;font-size:.8rem}
.rejects th:first-child{position:static;background:none;box-shadow:none}
.rejects td{max-width:none;overflow-wrap:anywhere}
.rejects .why{min-width:15rem}
.rejects thead th{white-space:normal}
.rejects :is(th,td):nth-child(n+11),.beyond{display:none}
.raw code{width:auto}
.paper{display:inline}
}
`)
