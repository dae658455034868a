namespace Release.Sandbox.Registry;

/// <summary>An error of the registry: <c>{"errors":[{"code":…,"message":…,"detail":…}]}</c>.</summary>
/// <param name="Code">A code of the OCI distribution specification, such as <c>MANIFEST_UNKNOWN</c>.</param>
internal sealed record RegistryError(int Status, string Code, string Message, object? Detail = null)
{
    public static RegistryError ManifestUnknown(string reference) =>
        new(StatusCodes.Status404NotFound, "MANIFEST_UNKNOWN", "manifest unknown", new { Tag = reference });

    public static RegistryError NameUnknown(string name) =>
        new(StatusCodes.Status404NotFound, "NAME_UNKNOWN", "repository name not known to registry", new { name });

    public static RegistryError BlobUnknown(string digest) =>
        new(StatusCodes.Status404NotFound, "BLOB_UNKNOWN", "blob unknown to registry", new { digest });

    public static RegistryError NotAccepted() =>
        new(StatusCodes.Status404NotFound, "MANIFEST_UNKNOWN", "OCI index found, but Accept header does not support OCI indexes");

    public static RegistryError Unauthorized(string message = "authentication required") =>
        new(StatusCodes.Status401Unauthorized, "UNAUTHORIZED", message);

    public static RegistryError Denied() =>
        new(StatusCodes.Status403Forbidden, "DENIED", "requested access to the resource is denied");

    public static RegistryError Unsupported() =>
        new(StatusCodes.Status405MethodNotAllowed, "UNSUPPORTED", "The operation is unsupported.");

    public static RegistryError TooManyRequests() =>
        new(StatusCodes.Status429TooManyRequests, "TOOMANYREQUESTS", "retry-after: too many requests");

    public static RegistryError NotFound() =>
        new(StatusCodes.Status404NotFound, "UNSUPPORTED", "no such path");

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        await context.Response.WriteAsJsonAsync(
            new { errors = new[] { new { code = Code, message = Message, detail = Detail } } }, context.RequestAborted);
    }
}
