"""Draw the figures, each with its table.

reads  the tables that config["figures"] names for the figure
makes  <results>/figures/<figure>.svg, .pdf, .png   the figure
       <results>/figures/<figure>.csv               exactly the plotted numbers
       <results>/figures/<figure>.json              title, caption, text alternative
"""


rule figures:
    """Draw one figure and write its table."""
    input:
        unpack(figure_tables),
    output:
        svg=report(
            "<results>/figures/{figure}.svg",
            caption="../report/figures.rst",
            category="Figures",
            labels={"figure": "{figure}"},
        ),
        pdf="<results>/figures/{figure}.pdf",
        png="<results>/figures/{figure}.png",
        csv="<results>/figures/{figure}.csv",
        json="<results>/figures/{figure}.json",
    log:
        "<logs>/figures/{figure}.log",
    benchmark:
        "<benchmarks>/figures/{figure}.tsv"
    wildcard_constraints:
        figure="|".join(FIGURES),
    params:
        code("figures"),
        figure_code,
        show_private_text=config["people"]["show_private_text"],
        other_sides=tuple(config["other_sides"]),
        is_synthetic=config["is_synthetic"],
        side_a=config["compare"]["side_a"],
        side_b=config["compare"]["side_b"],
        confidence=config["compare"]["confidence"],
        min_authors=config["compare"]["min_authors"],
        alpha_bounds=(config["coding"]["min_alpha"], config["coding"]["good_alpha"]),
    script:
        "../scripts/figures.py"
