"""Writes the profiles of AWS that Cartography reads, then becomes Cartography.

Everything comes from files that are mounted, so that no secret is in a manifest, an image or the environment:

ACCOUNTS_FILE      a line for each account: its id, and a name that becomes the profile's (`100000000001 production`);
                   `#` begins a comment. Without it, only what the arguments name is read.
SPOKE_ROLE         name of the role that is assumed in each account (CartographySpoke)
EXTERNAL_ID_FILE   the external id that the spokes' trust asks for
CREDENTIAL_SOURCE  who assumes the roles: `web-identity` (a service account of Kubernetes with a role, or workload identity),
                   `container` (EKS Pod Identity, ECS), `instance` (the role of the machine), or `keys`
ACCESS_KEY_ID_FILE, SECRET_ACCESS_KEY_FILE   of `keys`
NEO4J_PASSWORD_FILE   password of NEO4J_USER at NEO4J_URI
"""

import os
import re
import sys
from pathlib import Path


class Wrong(Exception):
    """What whoever runs this can mend."""


def setting(name: str, otherwise: str | None = None) -> str:
    value = os.environ.get(name) or otherwise
    if value is None:
        raise Wrong(f"the environment variable {name} is not set")
    return value


def text_of(name: str) -> str:
    """The text of the file that an environment variable names, without its last newline."""
    path = setting(name)
    try:
        text = Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as cause:
        raise Wrong(f"{name}: {path} cannot be read: {cause.strerror}") from None
    # A line break would begin another setting of the profile.
    if not text or not text.isprintable():
        raise Wrong(f"{name}: {path} is empty, or has more than one line")
    return text


def accounts() -> list[tuple[str, str]]:
    """Ids and names, as they are listed."""
    path = Path(setting("ACCOUNTS_FILE"))
    found: list[tuple[str, str]] = []
    names: set[str] = set()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as cause:
        raise Wrong(f"ACCOUNTS_FILE: {path} cannot be read: {cause.strerror}") from None
    for number, line in enumerate(lines, 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        if len(words) != 2 or not re.fullmatch(r"\d{12}", words[0]):
            raise Wrong(f"{path}:{number}: expected an account id of 12 digits and a name")
        account, name = words
        if not re.fullmatch(r"[\w.-]+", name) or name == "default":
            raise Wrong(f"{path}:{number}: {name} cannot be the name of a profile")
        if name in names or account in dict(found):
            raise Wrong(f"{path}:{number}: {account} or {name} is listed twice")
        names.add(name)
        found.append((account, name))
    if not found:
        raise Wrong(f"{path} lists no account")
    return found


def source() -> tuple[str, dict[str, dict[str, str]]]:
    """Who assumes the spokes: a line of each profile, and sections of the credentials file.

    The hub has the profile `default`, the only one that Cartography does not read as an account.
    """
    kind = setting("CREDENTIAL_SOURCE")
    if kind == "web-identity":
        section = {
            "role_arn": setting("AWS_ROLE_ARN"),
            "web_identity_token_file": setting("AWS_WEB_IDENTITY_TOKEN_FILE"),
        }
        return "source_profile = default", {"default": section}
    if kind == "keys":
        section = {
            "aws_access_key_id": text_of("ACCESS_KEY_ID_FILE"),
            "aws_secret_access_key": text_of("SECRET_ACCESS_KEY_FILE"),
        }
        return "source_profile = default", {"default": section}
    sources = {"container": "EcsContainer", "instance": "Ec2InstanceMetadata"}
    if kind not in sources:
        raise Wrong(f"CREDENTIAL_SOURCE is {kind}, not web-identity, container, instance or keys")
    return f"credential_source = {sources[kind]}", {}


def sections(content: dict[str, dict[str, str]]) -> str:
    return "\n".join(
        f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in section.items())
        for name, section in content.items()
    )


def write_profiles(folder: Path) -> None:
    line, hub = source()
    key, value = line.split(" = ")
    role = setting("SPOKE_ROLE", "CartographySpoke")
    external = text_of("EXTERNAL_ID_FILE")
    spokes = {
        f"profile {name}": {
            "role_arn": f"arn:{setting('AWS_PARTITION', 'aws')}:iam::{account}:role/{role}",
            key: value,
            "external_id": external,
            "role_session_name": "cartography",
            "region": setting("AWS_REGION", "us-east-1"),
        }
        for account, name in accounts()
    }
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = setting("CREDENTIAL_SOURCE") == "keys"
    # Python of the machine runs with the umask that it finds.
    os.umask(0o077)
    (folder / "config").write_text(sections(spokes if keys else {**hub, **spokes}), encoding="utf-8")
    if keys:
        (folder / "credentials").write_text(sections(hub), encoding="utf-8")


def main() -> None:
    arguments = sys.argv[1:]
    if os.environ.get("ACCOUNTS_FILE"):
        folder = Path(os.environ.get("HOME", "/scratch")) / ".aws"
        write_profiles(folder)
        os.environ["AWS_CONFIG_FILE"] = str(folder / "config")
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = str(folder / "credentials")
        # They would be taken before the profile that Cartography names.
        for name in ("AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_PROFILE"):
            os.environ.pop(name, None)
        arguments = ["--aws-sync-all-profiles", *arguments]
    os.environ["NEO4J_PASSWORD"] = text_of("NEO4J_PASSWORD_FILE")
    os.execvp(
        "cartography",
        [
            "cartography",
            "--neo4j-uri", setting("NEO4J_URI"),
            "--neo4j-user", setting("NEO4J_USER", "neo4j"),
            "--neo4j-password-env-var", "NEO4J_PASSWORD",
            *arguments,
        ],
    )  # fmt: skip


if __name__ == "__main__":
    try:
        main()
    except Wrong as wrong:
        print(f"error: {wrong}", file=sys.stderr)
        sys.exit(2)
