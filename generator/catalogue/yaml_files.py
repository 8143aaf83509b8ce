"""The names under which recipes read YAML; everything else takes them from ``files.documents`` itself."""

from generator.files.documents import dump_record, find_key, find_line, find_text, load_record

__all__ = ["dump_record", "find_key", "find_line", "find_text", "load_record"]
