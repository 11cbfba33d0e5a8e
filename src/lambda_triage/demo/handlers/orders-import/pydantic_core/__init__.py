# Stands in for the package as it looks when it was installed for another platform: the Python
# files are there, and the compiled module for this interpreter and processor is not.
from pydantic_core._pydantic_core import SchemaValidator
