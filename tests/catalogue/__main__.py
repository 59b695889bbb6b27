"""`make providers`: the tables of docs/providers.md anew."""

from tests.catalogue.page import PAGE, renewed

if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"  {PAGE}")
