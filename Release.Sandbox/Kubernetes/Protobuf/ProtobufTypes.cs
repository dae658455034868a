namespace Release.Sandbox.Kubernetes.Protobuf;

/// <summary>
/// Field numbers of the kinds that kubectl sends as protobuf (kubernetes/api, generated.proto): those that <c>kubectl create</c> and
/// <c>kubectl auth</c> generate. A type is <c>s</c> (also when left out), <c>i</c>, <c>b</c>, <c>z</c> (bytes),
/// <c>q</c> (int or string), <c>n</c> (quantity) or a message; <c>[T]</c> is repeated, <c>{T}</c> a map by text.
/// </summary>
internal static class ProtobufTypes
{
    public const string Text =
        """
        Namespace: 1=metadata:ObjectMeta 2=spec:NamespaceSpec
        ObjectMeta: 1=name 2=generateName 3=namespace 11=labels:{s} 12=annotations:{s} 14=finalizers:[s]
        NamespaceSpec: 1=finalizers:[s]
        ConfigMap: 1=metadata:ObjectMeta 2=data:{s} 3=binaryData:{z} 4=immutable:b
        Secret: 1=metadata:ObjectMeta 2=data:{z} 3=type 4=stringData:{s} 5=immutable:b
        ServiceAccount: 1=metadata:ObjectMeta 2=secrets:[ObjectReference] 3=imagePullSecrets:[LocalObjectReference] 4=automountServiceAccountToken:b
        ObjectReference: 1=kind 2=namespace 3=name 4=uid 5=apiVersion 6=resourceVersion 7=fieldPath
        LocalObjectReference: 1=name
        Service: 1=metadata:ObjectMeta 2=spec:ServiceSpec
        ServiceSpec: 1=ports:[ServicePort] 2=selector:{s} 3=clusterIP 4=type 5=externalIPs:[s] 7=sessionAffinity 8=loadBalancerIP 10=externalName
        ServicePort: 1=name 2=protocol 3=port:i 4=targetPort:q 5=nodePort:i 6=appProtocol
        Deployment: 1=metadata:ObjectMeta 2=spec:DeploymentSpec
        DeploymentSpec: 1=replicas:i 2=selector:LabelSelector 3=template:PodTemplateSpec 4=strategy:DeploymentStrategy 5=minReadySeconds:i 6=revisionHistoryLimit:i 7=paused:b 9=progressDeadlineSeconds:i
        LabelSelector: 1=matchLabels:{s} 2=matchExpressions:[LabelSelectorRequirement]
        LabelSelectorRequirement: 1=key 2=operator 3=values:[s]
        PodTemplateSpec: 1=metadata:ObjectMeta 2=spec:PodSpec
        PodSpec: 2=containers:[Container] 3=restartPolicy 4=terminationGracePeriodSeconds:i 5=activeDeadlineSeconds:i 6=dnsPolicy 7=nodeSelector:{s} 8=serviceAccountName 20=initContainers:[Container] 19=schedulerName
        Container: 1=name 2=image 3=command:[s] 4=args:[s] 5=workingDir 6=ports:[ContainerPort] 7=env:[EnvVar] 8=resources:ResourceRequirements 13=terminationMessagePath 14=imagePullPolicy 16=stdin:b 18=tty:b 20=terminationMessagePolicy
        ContainerPort: 1=name 2=hostPort:i 3=containerPort:i 4=protocol 5=hostIP
        EnvVar: 1=name 2=value
        ResourceRequirements: 1=limits:{n} 2=requests:{n}
        DeploymentStrategy: 1=type 2=rollingUpdate:RollingUpdateDeployment
        RollingUpdateDeployment: 1=maxUnavailable:q 2=maxSurge:q
        Job: 1=metadata:ObjectMeta 2=spec:JobSpec
        JobSpec: 1=parallelism:i 2=completions:i 3=activeDeadlineSeconds:i 4=selector:LabelSelector 5=manualSelector:b 6=template:PodTemplateSpec 7=backoffLimit:i 8=ttlSecondsAfterFinished:i
        Role: 1=metadata:ObjectMeta 2=rules:[PolicyRule]
        PolicyRule: 1=verbs:[s] 2=apiGroups:[s] 3=resources:[s] 4=resourceNames:[s] 5=nonResourceURLs:[s]
        ClusterRole: 1=metadata:ObjectMeta 2=rules:[PolicyRule]
        RoleBinding: 1=metadata:ObjectMeta 2=subjects:[Subject] 3=roleRef:RoleRef
        ClusterRoleBinding: 1=metadata:ObjectMeta 2=subjects:[Subject] 3=roleRef:RoleRef
        Subject: 1=kind 2=apiGroup 3=name 4=namespace
        RoleRef: 1=apiGroup 2=kind 3=name
        SelfSubjectReview: 1=metadata:ObjectMeta
        SelfSubjectAccessReview: 1=metadata:ObjectMeta 2=spec:SelfSubjectAccessReviewSpec
        SelfSubjectAccessReviewSpec: 1=resourceAttributes:ResourceAttributes 2=nonResourceAttributes:NonResourceAttributes
        ResourceAttributes: 1=namespace 2=verb 3=group 4=version 5=resource 6=subresource 7=name
        NonResourceAttributes: 1=path 2=verb
        SelfSubjectRulesReview: 1=metadata:ObjectMeta 2=spec:SelfSubjectRulesReviewSpec
        SelfSubjectRulesReviewSpec: 1=namespace
        TokenRequest: 1=metadata:ObjectMeta 2=spec:TokenRequestSpec
        TokenRequestSpec: 1=audiences:[s] 4=expirationSeconds:i
        """;
}
