"""Plan files to paragraphs and tables with stable anchors."""
