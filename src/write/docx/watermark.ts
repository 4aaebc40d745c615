import { type StyleSheet, styleNamed } from "../../style/sheet.ts";
import { WEIGHTS } from "../../style/theme.ts";
import { PAGE_SIZES } from "../../units.ts";
import { runXml } from "./elements.ts";
import { fontsOf } from "./look.ts";
import { NO_PROOF } from "./picture.ts";
import { escapeXml } from "./xml.ts";

/** Of the paper's diagonal, what a watermark takes at most; as on our own pages. */
const SPAN = 0.72;
/** Width of a character and height of a line, in em: Word stretches a line of words to the size that it is told. */
const EMS = { han: { wide: 1, tall: 1.45 }, latin: { wide: 0.64, tall: 1.25 } } as const;

/**
 * A word across the page behind the text, as Word makes it itself: a shape in the header whose name Word's own
 * command for taking watermarks away looks for. `number` tells the shapes of several headers apart.
 */
export function watermarkRun(sheet: StyleSheet, text: string, number: number): string {
  const style = styleNamed(sheet, "watermark");
  const { width: paperWidth, height: paperHeight } = PAGE_SIZES[sheet.page.size];
  const characters = [...text];
  const han = characters.filter((character) => /\p{Script=Han}/u.test(character)).length;
  const ems =
    han * EMS.han.wide +
    (characters.length - han) * EMS.latin.wide +
    (characters.length - 1) * Math.max(0, style.tracking);
  const natural = ems * style.size;
  const scale = Math.min(1, (SPAN * Math.hypot(paperWidth, paperHeight)) / natural);
  const [width, height] = [natural * scale, style.size * scale * (han > 0 ? EMS.han : EMS.latin).tall];
  const turn = 360 - Math.round((Math.atan2(paperHeight, paperWidth) * 180) / Math.PI);
  const fonts = fontsOf(sheet, style.font);
  const place = [
    "position:absolute;margin-left:0;margin-top:0",
    `width:${width.toFixed(1)}pt;height:${height.toFixed(1)}pt;rotation:${turn};z-index:-251658752`,
    "mso-position-horizontal:center;mso-position-horizontal-relative:page",
    "mso-position-vertical:center;mso-position-vertical-relative:page",
  ].join(";");
  const weight = WEIGHTS[style.weight] >= WEIGHTS.medium ? "bold" : "normal";
  const font = `font-family:'${han > 0 ? fonts.han : fonts.latin}';font-size:1pt;font-weight:${weight}`;
  return runXml(
    NO_PROOF,
    `<w:pict xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">${SHAPE_TYPE}<v:shape id="PowerPlusWaterMarkObject${number}" o:spid="_x0000_s${2048 + number}" type="#_x0000_t136" style="${place}" o:allowincell="f" fillcolor="${style.color}" stroked="f"><v:textpath style="${escapeXml(font)}" string="${escapeXml(text)}"/></v:shape></w:pict>`,
  );
}

/** Text on a straight line that fills its shape ([MS-OI29500], shape type 136). */
const SHAPE_TYPE =
  '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>';
