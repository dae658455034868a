using Release.Core.Access;

namespace Release.Web.Endpoints.Views;

/// <summary>A token that was made or rotated just now.</summary>
/// <param name="Token">The secret: nobody can see it again.</param>
internal sealed record MadeTokenView(string Token, TokenView Details)
{
    public static MadeTokenView Of(TokenResult.Made made, DateTimeOffset now) => new(made.Secret, TokenView.Of(made.Token, now));

    /// <summary>Without the secret, because records are written into logs.</summary>
    public override string ToString() => $"MadeTokenView {Details.Name}";
}
