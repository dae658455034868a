using System.Text;
using Release.Integrations.GitHub.Webhooks;

namespace Release.Tests.Integration.Webhooks;

public sealed class WebhookSignatureTests
{
    // GitHub's own example, in "Validating webhook deliveries" of its documentation.
    private const string Right = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("Hello, World!");

    public static TheoryData<string> Wrong() =>
    [
        "",
        "sha256=",
        Right[..^1],
        Right + "0",
        Right + " ",
        " " + Right,
        Right[7..],
        Right.ToUpperInvariant(),
        "SHA256=" + Right[7..],
        "sha256:" + Right[7..],
        "sha256=" + Right[7..].ToUpperInvariant(),
        "sha1=" + Right[7..47],
        "sha256=" + new string('0', 64),
        "sha256=" + new string('g', 64),
        Right[..^1] + (Right[^1] == '0' ? '1' : '0'),
        $"{Right},{Right}",
    ];

    [Fact]
    public void The_right_one_is_right() => WebhookSignature.IsRight(GitHubSender.Secret, Body, WebhookSignature.Of(GitHubSender.Secret, Body)).ShouldBeTrue();

    [Fact]
    public void It_is_computed_as_GitHub_does() => WebhookSignature.Of(GitHubSender.Secret, Body).ShouldBe(Right);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Every_other_form_is_wrong(string header) => WebhookSignature.IsRight(GitHubSender.Secret, Body, header).ShouldBeFalse();

    [Fact]
    public void None_is_wrong() => WebhookSignature.IsRight(GitHubSender.Secret, Body, null).ShouldBeFalse();

    [Fact]
    public void Another_body_or_secret_is_wrong()
    {
        var right = WebhookSignature.Of(GitHubSender.Secret, Body);

        WebhookSignature.IsRight(GitHubSender.Secret, Body.AsSpan(0, Body.Length - 1), right).ShouldBeFalse();
        WebhookSignature.IsRight(GitHubSender.Secret + " ", Body, right).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => WebhookSignature.IsRight("", Body, right));
    }
}
