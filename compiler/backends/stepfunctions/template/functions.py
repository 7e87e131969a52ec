"""CloudFormation's functions, in their short form, and ARNs made with them."""

from __future__ import annotations

from compiler.backends.yaml_text import Tagged

ACCOUNT = Tagged("!Ref", "AWS::AccountId")


def ref(name: str) -> Tagged:
    """The value of a parameter, or what a resource is known by."""
    return Tagged("!Ref", name)


def attribute(resource: str, name: str) -> Tagged:
    """An attribute of a resource."""
    return Tagged("!GetAtt", f"{resource}.{name}")


def sub(template: str) -> Tagged | str:
    """A text with `${...}` in it, of which `literal` has to be made what is not the template's."""
    if template.count("${") > template.count("${!"):
        return Tagged("!Sub", template)
    return template.replace("${!", "${")


def literal(text: str) -> str:
    """A text as a part of such a template.

    >>> literal("a${b}")
    'a${!b}'
    """
    return text.replace("${", "${!")


def pattern(text: str) -> str:
    """A text, in which IAM shall see no pattern, as a part of such a template.

    >>> pattern("a*b")
    'a${!*}b'
    """
    special = {"*": "${*}", "?": "${?}", "$": "${$}"}
    return literal("".join(special.get(one, one) for one in text))


def arn(service: str, resource: str) -> Tagged:
    """Of a resource in the stack's own account and region."""
    here = "${AWS::Region}:${AWS::AccountId}"
    return Tagged("!Sub", f"arn:${{AWS::Partition}}:{service}:{here}:{resource}")


def bucket_arn(bucket: str, keys: str = "") -> Tagged:
    """Of a bucket, or of the objects in it with keys like this."""
    resource = f"{bucket}/{keys}" if keys else bucket
    return Tagged("!Sub", f"arn:${{AWS::Partition}}:s3:::{resource}")
