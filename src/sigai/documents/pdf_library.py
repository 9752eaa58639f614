"""PDFium, reading with its own fonts only.

A PDF need not hold its fonts. PDFium then takes what it finds on the machine, and leaves out each piece of text that
the font found cannot draw: with a Chinese font without Latin letters installed, a figure that stands by itself is gone,
silently. What is read must not depend on the machine. PDFium's own fonts have a box for every character.
"""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

__all__ = ["pdfium", "pdfium_c"]


def _start_without_fonts_of_the_machine() -> None:
    """Start the library anew, with no folder to search for fonts; pypdfium2 has started it with those of the system."""
    no_folders = (ctypes.POINTER(ctypes.c_char) * 1)()
    pdfium_c.FPDF_DestroyLibrary()
    pdfium_c.FPDF_InitLibraryWithConfig(pdfium_c.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=no_folders))


_start_without_fonts_of_the_machine()
