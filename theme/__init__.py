"""How the site looks: templates, styles, scripts and translations. All of it is published."""
