using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Schemas;

namespace Release.Sandbox.Kubernetes.Discovery;

/// <summary>
/// The part of OpenAPI that clients use: the types (<c>kubectl explain</c>, validation), and that writes support
/// <c>fieldValidation</c> (<c>kubectl apply</c> then leaves validation to the server).
/// </summary>
internal static class OpenApiDocument
{
    private static readonly string[] WriteOptions = ["dryRun", "fieldManager", "fieldValidation"];

    public static JsonObject Index(IEnumerable<string> groupVersions)
    {
        var paths = new JsonObject();
        foreach (var groupVersion in groupVersions)
        {
            var path = $"{(groupVersion.Contains('/', StringComparison.Ordinal) ? "apis" : "api")}/{groupVersion}";
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash=1" };
        }

        return new JsonObject { ["paths"] = paths };
    }

    public static JsonObject Version3(string groupVersion)
    {
        var kinds = ResourceKinds.All.Where(kind => kind.ApiVersion == groupVersion).ToList();
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = Info(),
            ["paths"] = Paths(kinds),
            ["components"] = new JsonObject { ["schemas"] = Schemas(kinds, "#/components/schemas/") },
        };
    }

    public static JsonObject Version2() => new()
    {
        ["swagger"] = "2.0",
        ["info"] = Info(),
        ["paths"] = Paths(ResourceKinds.All),
        ["definitions"] = Schemas(ResourceKinds.All, "#/definitions/"),
    };

    private static JsonObject Info() => new() { ["title"] = "Kubernetes", ["version"] = "v1.34.0" };

    private static JsonObject Paths(IEnumerable<ResourceKind> kinds)
    {
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            var root = kind.Group.Length == 0 ? "/api/v1" : $"/apis/{kind.ApiVersion}";
            var collection = kind.Namespaced ? $"{root}/namespaces/{{namespace}}/{kind.Plural}" : $"{root}/{kind.Plural}";
            paths[collection] = new JsonObject { ["get"] = Operation(kind, "list"), ["post"] = Operation(kind, "post", WriteOptions) };
            paths[$"{collection}/{{name}}"] = new JsonObject
            {
                ["get"] = Operation(kind, "get"),
                ["put"] = Operation(kind, "put", WriteOptions),
                ["patch"] = Operation(kind, "patch", [.. WriteOptions, "force"]),
                ["delete"] = Operation(kind, "delete"),
            };
        }

        return paths;
    }

    private static JsonObject Operation(ResourceKind kind, string action, params string[] parameters) => new()
    {
        ["parameters"] = new JsonArray([.. parameters.Select(name => new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } })]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = Identify(kind),
    };

    private static JsonObject Identify(ResourceKind kind) => new() { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind };

    private static JsonObject Schemas(IEnumerable<ResourceKind> kinds, string prefix)
    {
        var schemas = new JsonObject();
        foreach (var kind in kinds)
        {
            var name = kind.IsCustom ? $"io.argoproj.v1alpha1.{kind.Kind}" : Name(kind.Kind);
            var type = KindSchemas.Of(kind);
            Add(type, schemas, prefix);
            var schema = schemas[Name(type.Name)]!.DeepClone().AsObject();
            schema["x-kubernetes-group-version-kind"] = new JsonArray(Identify(kind));
            schemas[name] = schema;
        }

        return schemas;
    }

    private static string Name(string type) => $"io.k8s.api.{type}";

    private static void Add(SchemaType type, JsonObject schemas, string prefix)
    {
        if (type.Form != SchemaForm.Struct || schemas.ContainsKey(Name(type.Name)))
        {
            return;
        }

        var properties = new JsonObject();
        schemas[Name(type.Name)] = new JsonObject { ["type"] = "object", ["properties"] = properties };
        foreach (var field in type.Fields.Values)
        {
            properties[field.Name] = Describe(field.Type, schemas, prefix);
        }
    }

    private static JsonObject Describe(SchemaType type, JsonObject schemas, string prefix)
    {
        switch (type.Form)
        {
            case SchemaForm.Struct:
                Add(type, schemas, prefix);
                return new JsonObject { ["$ref"] = prefix + Name(type.Name) };
            case SchemaForm.Map:
                return new JsonObject { ["type"] = "object", ["additionalProperties"] = Describe(type.Element, schemas, prefix) };
            case SchemaForm.List:
                return DescribeList(type, schemas, prefix);
            case SchemaForm.Any:
                return new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
            default:
                return type.Format is { } format ? new JsonObject { ["type"] = type.Name, ["format"] = format } : new JsonObject { ["type"] = type.Name };
        }
    }

    private static JsonObject DescribeList(SchemaType type, JsonObject schemas, string prefix)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = Describe(type.Element, schemas, prefix) };
        list["x-kubernetes-list-type"] = type.Keys.Count > 0 ? "map" : type.IsSet ? "set" : "atomic";
        if (type.Keys.Count > 0)
        {
            list["x-kubernetes-list-map-keys"] = new JsonArray([.. type.Keys.Select(key => (JsonNode)key)]);
        }

        if (type.MergeKey is { } mergeKey)
        {
            list["x-kubernetes-patch-merge-key"] = mergeKey;
            list["x-kubernetes-patch-strategy"] = "merge";
        }

        return list;
    }
}
