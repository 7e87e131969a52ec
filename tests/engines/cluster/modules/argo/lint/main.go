// Lint checks files of Argo Workflows with Argo's own lint, without a cluster.
//
//	lint PATH...
//
// Each path, a file or a folder, is linted alone: names in one mean nothing in another. One line
// of JSON is printed for each, {"path": ..., "linted": ..., "errors": [...]}. The exit status is
// 0 whether or not errors are found, and 1 where a path cannot be linted at all.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/argoproj/argo-workflows/v4/cmd/argo/lint"
	"github.com/argoproj/argo-workflows/v4/pkg/apiclient"
)

type report struct {
	Path   string   `json:"path"`
	Linted bool     `json:"linted"`
	Errors []string `json:"errors"`
}

func main() {
	output := json.NewEncoder(os.Stdout)
	for _, path := range os.Args[1:] {
		found, err := check(context.Background(), path)
		if err == nil {
			err = output.Encode(found)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "lint: %s: %v\n", path, err)
			os.Exit(1)
		}
	}
}

func check(ctx context.Context, path string) (report, error) {
	found := report{Path: path, Errors: []string{}}
	paths := []string{path}
	offline := apiclient.Opts{Offline: true, OfflineFiles: paths, LogLevel: "error"}
	ctx, client, err := apiclient.NewClientFromOptsWithContext(ctx, offline)
	if err != nil {
		return found, err
	}
	clients, err := services(ctx, client)
	if err != nil {
		return found, err
	}
	// Without a default namespace: what names none refers to what names none.
	options := &lint.LintOptions{Files: paths, Strict: true, ServiceClients: clients}
	results, err := lint.Lint(ctx, options)
	if err != nil {
		return found, err
	}
	for _, result := range results.Results {
		found.Linted = found.Linted || result.Linted
		for _, one := range result.Errs {
			found.Errors = append(found.Errors, one.Error())
		}
	}
	return found, nil
}

func services(ctx context.Context, client apiclient.Client) (lint.ServiceClients, error) {
	clients := lint.ServiceClients{WorkflowsClient: client.NewWorkflowServiceClient(ctx)}
	var err error
	if clients.WorkflowTemplatesClient, err = client.NewWorkflowTemplateServiceClient(); err != nil {
		return clients, err
	}
	if clients.CronWorkflowsClient, err = client.NewCronWorkflowServiceClient(); err != nil {
		return clients, err
	}
	clients.ClusterWorkflowTemplateClient, err = client.NewClusterWorkflowTemplateServiceClient()
	return clients, err
}
