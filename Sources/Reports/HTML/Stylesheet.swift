import Records

/// How a report looks, on a screen and on A4: ink on paper, and one rule for each kind of part.
enum Stylesheet {
  /// The sheet, with what stands at the foot of each printed page.
  static func text(foot: String) -> String {
    screen + page(foot: quoted(foot)) + print
  }

  /// A text as a string of CSS: anything but letters, digits and spaces by its number.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in visible(text).unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", " ": quoted.unicodeScalars.append(scalar)
      default: quoted += "\\\(String(scalar.value, radix: 16)) "
      }
    }
    return quoted + "\""
  }

  private static let screen = """
    :root{--ink:#1b1d1f;--soft:#565b60;--line:#c4c8cb;--hair:#e3e5e7;--paper:#f6f6f4;
    --mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
    *{box-sizing:border-box}
    html{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
    color:var(--ink);background:#fff;-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{max-width:62rem;margin:0 auto;padding:2.5rem 1.5rem 4rem}
    header{border-bottom:3px solid var(--ink);padding-bottom:1.25rem}
    .clinic{display:flex;justify-content:space-between;gap:2rem;margin:0;max-width:none;
    color:var(--soft);font-size:.9rem}
    .clinic span{overflow-wrap:anywhere}
    h1{font-size:2rem;line-height:1.2;font-weight:650;letter-spacing:-.01em;margin:.35rem 0 1.1rem;
    overflow-wrap:anywhere}
    h2{font-size:1.15rem;line-height:1.3;font-weight:650;margin:2.4rem 0 .6rem;padding-bottom:.3rem;
    border-bottom:1px solid var(--ink)}
    p{margin:.5rem 0;max-width:46rem;overflow-wrap:anywhere}
    h3{font-size:.95rem;line-height:1.35;font-weight:650;margin:1.5rem 0 .3rem}
    p.about{color:var(--soft);font-size:.9rem;margin:0 0 .7rem}
    dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:.55rem 1.6rem;
    margin:.6rem 0}
    dl>div{min-width:0;break-inside:avoid}
    dt{font-size:.78rem;line-height:1.35;color:var(--soft)}
    dd{margin:0;overflow-wrap:anywhere}
    .wide{grid-column:1/-1}
    .unsaid{font-style:italic;color:var(--soft)}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;width:100%;margin:.6rem 0 1.1rem;font-size:.87rem;line-height:1.42}
    th,td{text-align:left;vertical-align:top;padding:.34rem .9rem .34rem 0;overflow-wrap:anywhere}
    th:last-child,td:last-child{padding-right:0}
    th{overflow-wrap:normal;font-weight:600;font-size:.8rem;color:var(--soft);border-bottom:1px solid var(--line);
    vertical-align:bottom}
    td{border-bottom:1px solid var(--hair)}
    .short{white-space:nowrap;overflow-wrap:normal;font-variant-numeric:tabular-nums}
    .long{min-width:9rem}
    .number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;
    padding-right:1.5rem}
    th.number{white-space:normal}
    .narrow{width:auto}
    .narrow th,.narrow td{padding-right:2rem}
    .tag{display:inline-block;font-size:.74rem;line-height:1.3;font-weight:600;white-space:nowrap;
    border:1px solid currentColor;border-radius:2px;padding:0 .35em;margin:0 0 0 .45em}
    td.short .tag{display:block;width:fit-content;margin:.2em 0 0}
    td{min-width:5.5rem}
    td.short,td.number,td.clocks,.narrow td{min-width:0}
    .narrow td.short .tag{display:inline-block;margin:0 0 0 .6em}
    tr.deviation td:first-child,tr.missing td:first-child{border-left:4px solid var(--ink);
    padding-left:.5rem}
    tr.amended td:first-child{border-left:4px double var(--ink);padding-left:.5rem}
    tr.late td:first-child{border-left:4px dotted var(--ink);padding-left:.5rem}
    tr.struck td:first-child{border-left:4px dashed var(--ink);padding-left:.5rem}
    tr.struck td:not(:first-child){text-decoration:line-through;text-decoration-thickness:1px}
    tr.struck .notes{text-decoration:none}
    .what{font-weight:600}
    .clocks div{white-space:nowrap;font-variant-numeric:tabular-nums}
    .clocks .recorded{color:var(--soft)}
    del{text-decoration:line-through;text-decoration-thickness:1.5px;color:var(--soft)}
    ins{text-decoration:underline;text-decoration-style:double;text-underline-offset:2px}
    h2+h3{margin-top:.7rem}
    .notes{list-style:none;margin:.2rem 0 0;padding:0 0 0 .7rem;border-left:2px solid var(--line);
    color:#33373a;font-size:.95em;display:block}
    code,.hash{font-family:var(--mono);font-size:.88em;overflow-wrap:anywhere}
    figure{margin:.8rem 0 1.3rem;break-inside:avoid}
    figcaption{font-size:.87rem;font-weight:600;margin-bottom:.35rem}
    svg{display:block;width:100%;height:auto;font-family:inherit}
    svg text{fill:#1b1d1f}
    svg .soft{fill:#565b60}
    footer{margin-top:3rem;border:1px solid var(--ink);padding:.3rem 1.2rem 1rem}
    footer h2{border:0;margin:.7rem 0 .2rem;padding:0}

    """

  private static func page(foot: String) -> String {
    """
    @page{size:A4;margin:16mm 14mm 19mm;
    @bottom-left{content:\(foot);font:8pt system-ui,Arial,sans-serif;color:#444}
    @bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,Arial,sans-serif;
    color:#444}}

    """
  }

  private static let print = """
    @media print{
    html{font-size:9.4pt}
    body{max-width:none;padding:0}
    h1{font-size:20pt;margin-top:1mm}
    h2{break-after:avoid;margin-top:6.5mm}
    h3{break-after:avoid;margin-top:4mm}
    .about,figcaption{break-inside:avoid;break-after:avoid}
    .scroll{overflow:visible}
    table{font-size:8.2pt}
    th{font-size:7.6pt}
    thead{display:table-header-group}
    tr,dl>div,figure{break-inside:avoid}
    footer{break-inside:avoid}
    p{orphans:3;widows:3}
    }

    """
}
