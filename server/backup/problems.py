"""Why a backup cannot be made or put back, in the words of the person at the keyboard."""

from ..texts import catalogue


class BackupError(Exception):
    """``code`` names a text of this package's catalogue, which says what to do as well."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code, self.params = code, params

    def text(self, language: str) -> str:
        return catalogue("server.backup").text(f"problem.{self.code}", language, **self.params)

    def __str__(self) -> str:
        return self.text("en")
